import { afterAll, afterEach, beforeAll, describe, expect, it } from "vitest";
import {
  asAdmin,
  asAuthenticator,
  asReader,
  asUser,
  asWorker,
  connect,
  type Sql,
  type Transaction,
} from "#lib/db/index.ts";
import { findJob, findJobs } from "#lib/search-engine/reading/job-queries.ts";
import { type TestAccount, TestBench } from "#tests/support/engine.ts";
import { OWNED } from "#tests/support/owned-tables.ts";

const REFUSED = { code: "42501" };

let bench: TestBench;
let own: TestAccount;
let other: TestAccount;

beforeAll(async () => {
  bench = await TestBench.start({ sandbox: { synthetic: 1_000_000, pageSize: 10 } });
  own = await bench.makeAccount();
  other = await bench.makeAccount();
  for (const { accountId, userId } of [own, other]) {
    await bench.sql`insert into campaigns (account_id, user_id, name) values (${accountId}, ${userId}, 'Spring')`;
  }
  for (const account of [own, other]) {
    await bench.begin(account, { keywords: [`zzq${account === own}`], targetResults: 5 });
  }
  await bench.drain();
});
afterEach(async () => expect(await bench.violations()).toEqual([]));
afterAll(() => bench?.stop());

async function count(sql: Sql | Transaction, table: string, condition = "true"): Promise<number> {
  const [row] = await sql.unsafe<{ count: number }[]>(
    `select count(*)::int as count from ${table} where ${condition}`,
  );
  return row?.count ?? Number.NaN;
}

describe("row-level security", () => {
  it("is tried here on every table that has an account", async () => {
    const tables = await bench.sql<{ name: string }[]>`
      select table_name as name from information_schema.columns
      where table_schema = 'public' and column_name = 'account_id'`;
    const known = [...Object.keys(OWNED), "sessions"];
    expect(tables.map((table) => table.name).filter((name) => !known.includes(name))).toEqual([]);
  });

  it.each(Object.entries(OWNED))(
    "shows of %s the account's own rows and no others",
    async (table, column) => {
      const isForeign = `${column} <> '${own.accountId}'`;
      const isOwn = `${column} = '${own.accountId}'`;
      const expected = await count(bench.sql, table, isOwn);
      expect(expected).toBeGreaterThan(0);
      expect(await count(bench.sql, table, isForeign)).toBeGreaterThan(0);
      expect(await asUser(bench.sql, "", (transaction) => count(transaction, table))).toBe(0);
      for (const as of [asUser, asReader]) {
        const seen = await as(bench.sql, own.accountId, async (transaction) => [
          await count(transaction, table),
          await count(transaction, table, isForeign),
        ]);
        expect(seen).toEqual([expected, 0]);
      }
    },
  );

  it.each(Object.keys(OWNED))("shows nothing of %s to its owner, whom no policy names", async (table) => {
    const undone = new Error("undone");
    let seen = Number.NaN;
    const asOwner = bench.sql.begin(async (transaction) => {
      await transaction.unsafe(`
        create role walls_owner; grant usage, create on schema public to walls_owner;
        alter table ${table} owner to walls_owner; set local role walls_owner`);
      seen = await count(transaction, table);
      throw undone;
    });
    await expect(asOwner).rejects.toBe(undone);
    expect(seen).toBe(0);
  });

  it("is on and forced for every table of the schema, and no view goes around it", async () => {
    const tables = await bench.sql<{ name: string; isWalled: boolean }[]>`
      select relname as name, relrowsecurity and relforcerowsecurity as is_walled from pg_class
      where relnamespace = 'public'::regnamespace and relkind in ('r', 'p')`;
    expect(tables.length).toBeGreaterThan(20);
    expect(tables.filter((table) => !table.isWalled)).toEqual([]);
    const views = await bench.sql`
      select relname from pg_class where relnamespace = 'public'::regnamespace and relkind in ('v', 'm')
        and not coalesce(reloptions::text[] @> array['security_invoker=true'], false)`;
    expect([...views]).toEqual([]);
  });

  it("shows the people of the account alone", async () => {
    const people = await asUser(bench.sql, own.accountId, (transaction) => transaction`select id from users`);
    expect([...people]).toEqual([{ id: own.userId }]);
    expect(await asUser(bench.sql, "", (transaction) => count(transaction, "users"))).toBe(0);
  });

  it("changes nothing of another account, whatever the condition says", async () => {
    const changed = await asUser(
      bench.sql,
      own.accountId,
      (transaction) =>
        transaction`update campaigns set name = 'Taken' where account_id = ${other.accountId} returning id`,
    );
    expect(changed).toHaveLength(0);
    await asUser(bench.sql, own.accountId, (transaction) => transaction`update campaigns set name = 'Mine'`);
    expect(await count(bench.sql, "campaigns", `account_id = '${other.accountId}' and name = 'Spring'`)).toBe(
      1,
    );
  });

  it("refuses rows for another account, new or moved there", async () => {
    const as = (work: (transaction: Transaction) => Promise<unknown>) =>
      asUser(bench.sql, own.accountId, work);
    await expect(
      as(
        (transaction) =>
          transaction`insert into campaigns (account_id, user_id, name)
          values (${other.accountId}, ${own.userId}, 'Foreign')`,
      ),
    ).rejects.toMatchObject(REFUSED);
    await expect(
      as((transaction) => transaction`update campaigns set account_id = ${other.accountId}`),
    ).rejects.toMatchObject(REFUSED);
    await expect(
      as(
        (transaction) =>
          transaction`insert into ledger_entries
            (account_id, bucket_id, kind, available_delta, held_delta, idempotency_key)
          select ${other.accountId}, id, 'grant', 100, 0, 'theft' from ledger_buckets limit 1`,
      ),
    ).rejects.toMatchObject(REFUSED);
    await expect(as((transaction) => transaction`update accounts set plan = 'scale'`)).rejects.toMatchObject(
      REFUSED,
    );
  });
});

describe("reads that must agree", () => {
  it.each([
    {
      who: "a user",
      as: (work: (tx: Transaction) => Promise<unknown>) => asReader(bench.sql, own.accountId, work),
    },
    { who: "an admin", as: (work: (tx: Transaction) => Promise<unknown>) => asAdmin(bench.sql, work) },
  ])("see one moment, for $who", async ({ as }) => {
    await as(async (transaction) => {
      const before = await count(transaction, "campaigns");
      await bench.sql`
        insert into campaigns (account_id, user_id, name) values (${own.accountId}, ${own.userId}, 'Autumn')`;
      expect(await count(transaction, "campaigns")).toBe(before);
    });
    await bench.sql`delete from campaigns where name = 'Autumn'`;
  });
});

/** What a role may do with each table, from the database's own word. */
async function rightsOf(role: string, right: string): Promise<string[]> {
  const rows = await bench.sql<{ name: string }[]>`
    select relname as name from pg_class
    where relnamespace = 'public'::regnamespace and relkind in ('r', 'v')
      and has_table_privilege(${role}, oid, ${right}) order by relname`;
  return rows.map((row) => row.name);
}

describe("the queries of jobs", () => {
  it("name the account themselves, also for a role that sees all", async () => {
    const [foreign] = await bench.sql<{ id: string }[]>`
      select id from scraping_jobs where account_id = ${other.accountId}`;
    const seen = await asWorker(bench.sql, async (tx) => ({
      ofOther: await findJob(tx, other.accountId, foreign?.id ?? ""),
      ofOwn: await findJob(tx, own.accountId, foreign?.id ?? ""),
      list: (await findJobs(tx, own.accountId, { limit: 50 })).jobs,
    }));
    expect(seen.ofOther).toMatchObject({ accountId: other.accountId });
    expect(seen.ofOwn).toBeUndefined();
    expect(seen.list).toMatchObject([{ accountId: own.accountId }]);
  });
});

describe("the roles", () => {
  it("of the web app reads no cache of creators, no session, no spend of another account", async () => {
    const readable = await rightsOf("shoal_web", "select");
    for (const table of ["creators", "sessions", "keyword_expansions", "counter_drifts", "sweeper"]) {
      expect(readable).not.toContain(table);
      await expect(
        asUser(bench.sql, own.accountId, (transaction) => count(transaction, table)),
      ).rejects.toMatchObject(REFUSED);
    }
    await expect(
      asUser(bench.sql, own.accountId, (transaction) => count(transaction, "invariant_violations")),
    ).rejects.toMatchObject(REFUSED);
    expect(await count(bench.sql, "job_spend")).toBe(2);
    expect(await asUser(bench.sql, own.accountId, (transaction) => count(transaction, "job_spend"))).toBe(1);
    expect(await asUser(bench.sql, "", (transaction) => count(transaction, "job_spend"))).toBe(0);
  });

  it("of sign-in reads who is asking and nothing else, and writes nothing", async () => {
    expect(await rightsOf("shoal_auth", "select")).toEqual(["accounts", "memberships", "sessions", "users"]);
    for (const right of ["insert", "update", "delete"])
      expect(await rightsOf("shoal_auth", right)).toEqual([]);
    await expect(
      asAuthenticator(bench.sql, (transaction) => transaction`select 1 from scraping_jobs`),
    ).rejects.toMatchObject(REFUSED);
  });

  it("of admin pages reads across accounts and writes nothing", async () => {
    for (const right of ["insert", "update", "delete"])
      expect(await rightsOf("shoal_admin", right)).toEqual([]);
    expect(await asAdmin(bench.sql, (transaction) => count(transaction, "scraping_jobs"))).toBe(2);
    expect(await rightsOf("shoal_admin", "select")).not.toContain("sessions");
    expect(await asAdmin(bench.sql, (transaction) => count(transaction, "invariant_violations"))).toBe(0);
  });

  it("delete nothing but sessions and the beats of workers, and truncate nothing", async () => {
    expect(await rightsOf("shoal_web", "delete")).toEqual([]);
    expect(await rightsOf("shoal_worker", "delete")).toEqual(["sessions", "worker_heartbeats"]);
    for (const role of ["shoal_web", "shoal_worker", "shoal_admin", "shoal_auth"]) {
      expect(await rightsOf(role, "truncate")).toEqual([]);
    }
  });

  it("only ever add to the ledger", async () => {
    const spoil = [
      (transaction: Transaction) => transaction`update ledger_entries set available_delta = 1`,
      (transaction: Transaction) => transaction`delete from ledger_entries`,
    ];
    for (const work of spoil) {
      await expect(asUser(bench.sql, own.accountId, work)).rejects.toMatchObject(REFUSED);
      await expect(asWorker(bench.sql, work)).rejects.toMatchObject(REFUSED);
      await expect(bench.sql.begin(work)).rejects.toMatchObject({ code: "SH001" });
    }
  });
});

describe("a pooled connection", () => {
  it("carries neither role nor account over to its next use, also after a failure", async () => {
    const sql = connect(bench.url, { poolMax: 2, applicationName: "walls" });
    const who = async (on: Sql | Transaction) => {
      const [row] = await on<{ role: string; account: string }[]>`
        select current_user as role, coalesce(current_setting('app.account_id', true), '') as account,
          (select count(*)::int from campaigns) as campaigns`;
      return row;
    };
    const [{ role: login } = { role: "" }] = await sql<{ role: string }[]>`select current_user as role`;
    const uses = Array.from({ length: 300 }, async (_, at) => {
      switch (at % 5) {
        case 0:
          return [
            await asUser(sql, own.accountId, who),
            { role: "shoal_web", account: own.accountId, campaigns: 1 },
          ];
        case 1:
          return [
            await asReader(sql, other.accountId, who),
            { role: "shoal_web", account: other.accountId, campaigns: 1 },
          ];
        case 2:
          return [await asWorker(sql, who), { role: "shoal_worker", account: "", campaigns: 2 }];
        case 3:
          return [
            await asUser(sql, own.accountId, (transaction) => transaction`select 1 / 0`).catch(
              (error: unknown) => Object(error).code,
            ),
            "22012",
          ];
        default:
          return [await who(sql), { role: login, account: "", campaigns: 2 }];
      }
    });
    for (const [seen, expected] of await Promise.all(uses)) expect(seen).toEqual(expected);
    await sql.end();
  });
});
