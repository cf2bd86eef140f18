import { setTimeout as sleep } from "node:timers/promises";
import { afterAll, afterEach, beforeAll, describe, expect, it } from "vitest";
import { database, type Sql } from "#lib/db/index.ts";
import { WAKE_CHANNEL } from "#lib/queue/notify.ts";
import { afterDispatch, cancelJob, dispatchSearch } from "#lib/search-engine/index.ts";
import { callerOf, type TestAccount, TestBench } from "#tests/support/engine.ts";
import { dispatchWaiting, until } from "#tests/support/engine-probe.ts";

const EXPANSION_LANE = "openai";
const SEARCH_LANE = "scrapecreators";
const BODY = { platform: "tiktok", keywords: ["makeup"], targetResults: 5, expand: false };

let bench: TestBench;
let heard: string[] = [];

beforeAll(async () => {
  bench = await TestBench.start();
  await bench.sql.listen(WAKE_CHANNEL, (lane) => heard.push(lane));
});
afterEach(async () => {
  await bench.drain();
  expect(await bench.violations()).toEqual([]);
  heard = [];
});
afterAll(async () => {
  await database().end({ timeout: 5 });
  await bench?.stop();
});

/** What has been heard until now: what was sent before the marker is heard before it. */
async function heardSoFar(): Promise<string[]> {
  const marker = `marker ${performance.now()}`;
  await bench.sql`select pg_notify(${WAKE_CHANNEL}, ${marker})`;
  while (!heard.includes(marker)) await sleep(5);
  return heard.filter((lane) => !lane.startsWith("marker")).sort();
}

/** A statement of this number of transactions waits for a lock. */
function untilBlocked(statement: string, count = 1): Promise<void> {
  return until(`${count} wait at ${statement}`, async () => {
    const waiting = await bench.sql`
      select 1 from pg_stat_activity where wait_event_type = 'Lock' and datname = current_database()
        and query like ${`%${statement}%`}`;
    return waiting.length === count;
  });
}

/** Does what waits for the lock of a transaction, and meanwhile what is asked. */
async function whileLocked<T>(
  lock: (holder: Parameters<Parameters<Sql["begin"]>[1]>[0]) => Promise<unknown>,
  { blocked, meanwhile }: { blocked: () => Promise<T>; meanwhile: () => Promise<unknown> },
): Promise<T> {
  let outcome: Promise<T> | null = null;
  await bench.sql.begin(async (holder) => {
    await lock(holder);
    outcome = blocked();
    await meanwhile();
  });
  if (outcome === null) throw new Error("nothing was begun");
  return outcome;
}

const dispatch = (account: TestAccount, body = BODY, idempotencyKey: string | null = null) =>
  dispatchSearch(callerOf(account), body, { idempotencyKey });

describe("workers are woken after the commit that made tasks due, never before", () => {
  it("for a job that waited, and is started", async () => {
    const account = await bench.makeAccount();
    const { jobId } = await dispatchWaiting(bench, account, BODY);
    await whileLocked(
      (holder) => holder`select 1 from accounts where id = ${account.accountId} for no key update`,
      {
        blocked: () => afterDispatch(account.accountId, { wake: [] }),
        meanwhile: async () => {
          await untilBlocked("from accounts");
          expect(await heardSoFar()).toEqual([]);
        },
      },
    );
    expect(await heardSoFar()).toEqual([SEARCH_LANE]);
    expect(await bench.job(jobId)).toMatchObject({ status: "dispatching" });
  });

  it.each([
    { isExpanded: false, lanes: [SEARCH_LANE] },
    { isExpanded: true, lanes: [EXPANSION_LANE, SEARCH_LANE] },
  ])("for a job that starts with its dispatch, of every lane (expanded: $isExpanded)", async (asked) => {
    const account = await bench.makeAccount();
    await dispatch(account).then(({ answer }) => cancelJob(callerOf(account), answer.jobId));
    await heardSoFar();
    heard = [];
    // Job and tasks are written then, and the hold is the last that is.
    const dispatched = await whileLocked(
      (holder) => holder`select 1 from ledger_buckets where account_id = ${account.accountId} for update`,
      {
        blocked: async () => {
          const made = await dispatch(account, { ...BODY, expand: asked.isExpanded });
          await afterDispatch(account.accountId, made);
          return made;
        },
        meanwhile: async () => {
          await untilBlocked("ledger_buckets");
          expect(await heardSoFar()).toEqual([]);
        },
      },
    );
    expect(dispatched.answer).toMatchObject({ status: "dispatching" });
    expect([...dispatched.wake].sort()).toEqual(asked.lanes);
    expect(await heardSoFar()).toEqual(asked.lanes);
  });
});

describe("nobody is woken", () => {
  it("for a job that waits for a slot", async () => {
    const account = await bench.makeAccount("free");
    await dispatch(account);
    const waiting = await dispatch(account);
    expect(waiting).toMatchObject({ answer: { status: "pending" }, wake: [] });
    await afterDispatch(account.accountId, waiting);
    expect(await heardSoFar()).toEqual([]);
  });

  it("for a dispatch that is sent again", async () => {
    const account = await bench.makeAccount();
    const first = await dispatch(account, BODY, "once");
    const again = await dispatch(account, BODY, "once");
    expect(again).toEqual({ answer: first.answer, wake: [] });
    await afterDispatch(account.accountId, again);
    expect(await heardSoFar()).toEqual([]);
  });
});

it("a cancel that ends its job wakes each lane once, also for the job that takes its slot", async () => {
  const account = await bench.makeAccount("free");
  const { answer } = await dispatch(account);
  const { answer: next } = await dispatch(account);
  expect(await cancelJob(callerOf(account), answer.jobId)).toMatchObject({ status: "cancelled" });
  expect(await bench.job(next.jobId)).toMatchObject({ status: "dispatching" });
  expect(await heardSoFar()).toEqual([SEARCH_LANE]);
});

it("dispatches that come at once each see what the one before them took of the slots", async () => {
  const account = await bench.makeAccount("free");
  const made = await whileLocked(
    (holder) => holder`select 1 from accounts where id = ${account.accountId} for no key update`,
    {
      blocked: () => Promise.all([dispatch(account), dispatch(account)]),
      meanwhile: () => untilBlocked("from accounts", 2),
    },
  );
  expect(made.map(({ answer }) => answer.status).sort()).toEqual(["dispatching", "pending"]);
});
