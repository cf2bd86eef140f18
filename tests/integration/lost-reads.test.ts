import { randomUUID } from "node:crypto";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { asReader, connect, database, type Sql } from "#lib/db/index.ts";
import { dispatchSearch, readStatus } from "#lib/search-engine/index.ts";
import { type CarrierCutAt, type CuttingProxy, startCuttingProxy } from "#tests/support/cutting-proxy.ts";
import { createTestDatabase, type TestDatabase } from "#tests/support/database.ts";
import { callerOf, type TestAccount } from "#tests/support/engine.ts";
import { type Fault, type StatementProxy, startStatementProxy } from "#tests/support/statement-proxy.ts";

const POOL_MAX = 4;
/** More than the pool has connections: were each loss to take one away, none would be left. */
const LOSSES = 2 * POOL_MAX;
const BEGIN = "begin isolation level repeatable read";
const WAYS = ["at_statement", "reset_at_statement"] as const;
/** As the server says it, or as the driver finds it. */
const LOST = { code: expect.stringMatching(/^(57P01|CONNECTION_CLOSED|ECONNRESET|EPIPE)$/) };

const account: TestAccount = { accountId: randomUUID(), userId: randomUUID() };
let testDatabase: TestDatabase;
let statements: StatementProxy;
let proxy: CuttingProxy;
/** Past the proxies. */
let direct: Sql;
let sql: Sql;

beforeAll(async () => {
  testDatabase = await createTestDatabase();
  statements = await startStatementProxy(testDatabase.url);
  proxy = await startCuttingProxy(statements.url);
  process.env.DATABASE_URL = proxy.url;
  process.env.DATABASE_POOL_MAX = String(POOL_MAX);
  sql = database();
  direct = connect(testDatabase.url, { poolMax: 2 });
  const { accountId, userId } = account;
  await direct`insert into accounts (id, name, plan) values (${accountId}, 'Test', 'scale')`;
  await direct`insert into users (id, email, name) values (${userId}, 'tess@example.com', 'Tess')`;
  await direct`insert into memberships (account_id, user_id) values (${accountId}, ${userId})`;
});
afterAll(async () => {
  await sql?.end({ timeout: 1 });
  await direct?.end({ timeout: 1 });
  await proxy?.close();
  await statements?.close();
  await testDatabase?.drop();
});

/** Statements are prepared once, and then only their values are sent: this one's value tells it from others. */
const STATEMENT = "a statement";

function read(): Promise<string[]> {
  return asReader(sql, account.accountId, async (transaction) => {
    const [row] = await transaction<{ name: string }[]>`select name from accounts`;
    const [second] = await transaction<{ text: string }[]>`select ${STATEMENT}::text as text`;
    return [row?.name ?? "", second?.text ?? ""];
  });
}
const ANSWER = ["Test", STATEMENT];

/** As many reads at once as the pool has connections, none of which ends before all have one. */
async function expectWholePool(): Promise<void> {
  const everybodyIsIn = Promise.withResolvers<void>();
  let count = 0;
  const inside = Array.from({ length: POOL_MAX }, () =>
    asReader(sql, account.accountId, async (transaction) => {
      const [row] = await transaction<{ pid: number }[]>`select pg_backend_pid() as pid`;
      count += 1;
      if (count === POOL_MAX) everybodyIsIn.resolve();
      await everybodyIsIn.promise;
      return row?.pid;
    }),
  );
  expect(new Set(await Promise.all(inside)).size).toBe(POOL_MAX);
}

/** Cuts the connection on which this is sent next, and does the work that sends it. */
async function cutAt<T>(text: string, at: CarrierCutAt, work: () => Promise<T>): Promise<T> {
  let isCut = false;
  const callOff = proxy.cutCarrier(text, at, () => {
    isCut = true;
  });
  try {
    return await work();
  } finally {
    callOff();
    expect(isCut).toBe(true);
  }
}

describe("reads under a role", () => {
  it("are answered where every connection of the pool is found lost, and go on being", async () => {
    for (let round = 0; round < LOSSES; round += 1) {
      await expectWholePool();
      proxy.cutAll();
      const answers = await Promise.all(Array.from({ length: LOSSES }, read));
      expect(answers).toEqual(answers.map(() => ANSWER));
    }
    await expectWholePool();
  });

  it.each(WAYS)("are answered where the begin is lost (%s)", async (at) => {
    for (let loss = 0; loss < LOSSES; loss += 1) {
      expect(await cutAt(BEGIN, at, read)).toEqual(ANSWER);
    }
    await expectWholePool();
  });

  it.each([...WAYS.map((at) => ({ at, text: "shoal_web" })), ...WAYS.map((at) => ({ at, text: STATEMENT }))])(
    "fail alone where the connection is lost in the middle ($at, $text)",
    async ({ at, text }) => {
      for (let loss = 0; loss < LOSSES; loss += 1) {
        await expect(cutAt(text, at, read)).rejects.toMatchObject(LOST);
        expect(await read()).toEqual(ANSWER);
      }
      await expectWholePool();
    },
  );

  it("fail alone where the work goes on after its connection was lost between two statements", async () => {
    for (let loss = 0; loss < LOSSES; loss += 1) {
      const outcome = asReader(sql, account.accountId, async (transaction) => {
        const [row] = await transaction<{ pid: number }[]>`select pg_backend_pid() as pid`;
        await direct`select pg_terminate_backend(${row?.pid ?? 0}, 10000)`;
        await transaction`select 2`;
      });
      await expect(outcome).rejects.toMatchObject(LOST);
      expect(await read()).toEqual(ANSWER);
    }
    await expectWholePool();
  });
});

describe("the status of a job", () => {
  let jobId: string;
  const status = () => readStatus(callerOf(account), { jobId, limit: 200 }, null);

  beforeAll(async () => {
    const body = { platform: "tiktok", keywords: ["makeup"], targetResults: 5, expand: false };
    const dispatched = await dispatchSearch(callerOf(account), body, { idempotencyKey: null });
    jobId = dispatched.answer.jobId;
  });

  it("is told where every connection is found lost, or the begin is", async () => {
    const { etag } = await status();
    proxy.cutAll();
    expect(await Promise.all(Array.from({ length: LOSSES }, status))).toEqual(
      Array.from({ length: LOSSES }, () => expect.objectContaining({ etag })),
    );
    expect(await cutAt(BEGIN, "at_statement", status)).toMatchObject({ etag });
    await expectWholePool();
  });

  it.each<Fault>(["cut", "cut_after", "terminated"])(
    "is told to the next poll, whatever statement of this one lost its connection (%s)",
    async (fault) => {
      const before = await status();
      statements.begin();
      await status();
      const { statements: all } = statements.end();
      expect(all.length).toBeGreaterThan(POOL_MAX);
      for (let strikeAt = 1; strikeAt <= all.length; strikeAt += 1) {
        statements.begin({ fault, strikeAt });
        const outcome = await status().catch((error: unknown) => error);
        expect(statements.end().struck).not.toBeNull();
        if (outcome instanceof Error) expect(outcome).toMatchObject(LOST);
        else expect(outcome).toEqual(before);
        expect(await status()).toEqual(before);
      }
      await expectWholePool();
    },
  );

  it("is told to others who ask while one loses its connection", async () => {
    const before = await status();
    for (let round = 0; round < LOSSES; round += 1) {
      const outcomes = await cutAt("shoal_web", "reset_at_statement", () =>
        Promise.allSettled(Array.from({ length: LOSSES }, status)),
      );
      const told = outcomes.flatMap((outcome) => (outcome.status === "fulfilled" ? [outcome.value] : []));
      expect(told).toEqual(Array.from({ length: LOSSES - 1 }, () => before));
    }
    await expectWholePool();
  });
});
