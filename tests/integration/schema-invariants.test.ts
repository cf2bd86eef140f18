import { afterAll, afterEach, beforeAll, expect, it } from "vitest";
import type { Transaction } from "#lib/db/index.ts";
import { TestBench } from "#tests/support/engine.ts";
import { beginWithPage, claimOf } from "#tests/support/engine-probe.ts";

let bench: TestBench;
let ended: string;
/** Has ten creators without details, a parked keyword and one that waits. */
let open: string;

beforeAll(async () => {
  bench = await TestBench.start({ sandbox: { synthetic: 1_000_000, pageSize: 10 } });
  const account = await bench.makeAccount();
  ({ jobId: ended } = await beginWithPage(bench, account, "zzqended"));
  await bench.drain();
  open = await bench.begin(account, { keywords: ["zzqopena", "zzqopenb"], targetResults: 16 });
  await bench.work(await claimOf(bench, open));
});
afterEach(async () => expect(await bench.violations()).toEqual([]));
afterAll(() => bench?.stop());

class Undone extends Error {}

/** The rules that the view finds broken after a contradiction was planted past all guards; then undone. */
async function rulesBroken(plant: (transaction: Transaction) => Promise<unknown>): Promise<string[]> {
  let rules: string[] = [];
  await bench.sql
    .begin(async (transaction) => {
      await transaction`set local session_replication_role = replica`;
      await plant(transaction);
      const rows = await transaction<
        { rule: string }[]
      >`select distinct rule from invariant_violations order by rule`;
      rules = rows.map((row) => row.rule);
      throw new Undone();
    })
    .catch((error: unknown) => {
      if (!(error instanceof Undone)) throw error;
    });
  return rules;
}

const TASKS = "I2 tasks";
const CREATORS = "I2 I3 I8 I9 creators";
const LEDGER_JOB = "I11 job";

const plants: { name: string; rule: string; statement: () => string }[] = [
  ...[
    "open_tasks",
    "finders",
    "parked_tasks",
    "keywords_dispatched",
    "keywords_completed",
    "keywords_failed",
  ].map((counter) => ({
    name: `${counter} counts one too many`,
    rule: TASKS,
    statement: () => `update scraping_jobs set ${counter} = ${counter} + 1 where id = '${open}'`,
  })),
  ...["found", "enriched", "failed", "unavailable", "skipped", "filtered", "copied"].map((counter) => ({
    name: `creators_${counter} counts one too many`,
    rule: CREATORS,
    statement: () =>
      `update scraping_jobs set creators_${counter} = creators_${counter} + 1 where id = '${open}'`,
  })),
  {
    name: "emails_found counts one too many",
    rule: CREATORS,
    statement: () => `update scraping_jobs set emails_found = emails_found + 1 where id = '${ended}'`,
  },
  {
    name: "a position is left out",
    rule: CREATORS,
    statement: () => `update job_creators set position = 99 where job_id = '${open}' and position = 8`,
  },
  {
    name: "a creator is newer than its job",
    rule: CREATORS,
    statement: () => `update job_creators set version = 1000 where job_id = '${open}' and position = 1`,
  },
  {
    name: "a creator was delivered and not charged",
    rule: CREATORS,
    statement: () => `update scraping_jobs set charged = charged - 1 where id = '${open}'`,
  },
  {
    name: "a creator was found and counts as copied",
    rule: CREATORS,
    statement: () => `update job_creators set copied = true where job_id = '${open}' and position = 1`,
  },
  {
    name: "an ended job has a creator without details",
    rule: "I7 ended with work left",
    statement: () => `update job_creators set state = 'found' where job_id = '${ended}' and position = 1`,
  },
  {
    name: "an ended job has a task that waits",
    rule: "I7 ended with work left",
    statement: () => `update job_tasks set state = 'pending' where job_id = '${ended}'`,
  },
  {
    name: "a keyword is parked and nobody is left to release it",
    rule: "parked with nobody to release",
    statement: () => `update scraping_jobs set finders = 0 where id = '${open}'`,
  },
  {
    name: "an open job has no open task",
    rule: "parked with nobody to release",
    statement: () => `update scraping_jobs set open_tasks = 0 where id = '${open}'`,
  },
  {
    name: "a creator waits for details that no task brings",
    rule: "I5 creator without an open task",
    statement: () => `update job_tasks set state = 'done' where job_id = '${open}' and kind = 'enrich'`,
  },
  {
    name: "a match has no creator",
    rule: "match without its creator",
    statement: () => `delete from job_creators where job_id = '${open}' and position = 3`,
  },
  {
    name: "a bucket has more than its entries say",
    rule: "I11 bucket",
    statement: () => "update ledger_buckets set available = available + 1",
  },
  {
    name: "a bucket holds less than its entries say",
    rule: "I11 bucket",
    statement: () => "update ledger_buckets set held = held - 1 where held > 0",
  },
  {
    name: "a job says that it was charged more than the ledger does",
    rule: LEDGER_JOB,
    statement: () => `update scraping_jobs set charged = charged + 1 where id = '${open}'`,
  },
  {
    name: "an ended job still holds what it was not charged for",
    rule: LEDGER_JOB,
    statement: () => `delete from ledger_entries where job_id = '${ended}' and kind = 'charge'`,
  },
  {
    name: "a call has an end and is still under way",
    rule: "I12 call",
    statement: () => "update api_call_logs set outcome = 'started'",
  },
  {
    name: "a call has an outcome and no end",
    rule: "I12 call",
    statement: () => "update api_call_logs set completed_at = null",
  },
];

it.each(plants)("the view finds that $name", async ({ rule, statement }) => {
  expect(await rulesBroken((transaction) => transaction.unsafe(statement()))).toContain(rule);
});

it("every rule of the view is tried here", async () => {
  const [view] = await bench.sql<
    { text: string }[]
  >`select pg_get_viewdef('invariant_violations'::regclass) as text`;
  const rules = [...(view?.text ?? "").matchAll(/'([^']+)'::text AS rule|SELECT '([^']+)'::text/g)].map(
    ([, first, later]) => first ?? later ?? "",
  );
  expect([...new Set(rules)].sort()).toEqual([...new Set(plants.map((plant) => plant.rule))].sort());
});

it("the planted contradictions leave nothing behind, and the open job completes", async () => {
  await bench.drain();
  expect(await bench.job(open)).toMatchObject({ status: "completed", creatorsFound: 16 });
});
