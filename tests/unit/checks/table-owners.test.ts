import { describe, expect, it } from "vitest";
import { checkTableOwners } from "#scripts/checks/table-owners.ts";

const check = (path: string, text: string) => checkTableOwners([{ path, text }]);
const OUTSIDE = "lib/queue/index.ts";

describe("checkTableOwners", () => {
  it.each([
    { text: "sql`insert into scraping_jobs (id) values (1)`", table: "scraping_jobs" },
    { text: "sql`INSERT\n INTO public.job_tasks values (1)`", table: "job_tasks" },
    { text: 'sql`update "creators" set bio = null`', table: "creators" },
    { text: "sql`update job_tasks as task set state = 1`", table: "job_tasks" },
    { text: "sql`update only job_tasks task set state = 1`", table: "job_tasks" },
    {
      text: "sql`with a as (update job_creators c\n set state = 1 returning 1) select 1`",
      table: "job_creators",
    },
    { text: `sql\`update \${jobTasks} set state = 1\``, table: "jobTasks" },
    { text: `sql\`delete from \${schema.sessions} where true\``, table: "sessions" },
    { text: "sql`truncate table ledger_entries`", table: "ledger_entries" },
    { text: "sql`merge into campaigns using a on true`", table: "campaigns" },
    { text: "db.insert(scrapingJobs).values({})", table: "scrapingJobs" },
    { text: "await tx\n  .update(schema.ledgerHolds)\n  .set({})", table: "ledgerHolds" },
    { text: "tx.delete(apiCallLogs)", table: "apiCallLogs" },
  ])("refuses $text outside the owner", ({ text, table }) => {
    expect(check(OUTSIDE, text)).toEqual([
      expect.stringMatching(new RegExp(`^${OUTSIDE}:\\d+ writes ${table}, which only lib/`)),
    ]);
  });

  it.each([
    { text: "sql`select 1 from job_tasks for update`" },
    { text: "sql`select 1 from job_tasks for update of job_tasks skip locked`" },
    { text: "sql`select 1 from scraping_jobs for no key update`" },
    { text: "sql`insert into elsewhere values (1) on conflict (id) do update set creators = 1`" },
    { text: "// insert into scraping_jobs\nseen.delete(key);" },
    { text: 'throw new Error("Could not update creators in time");' },
    { text: "sql`select updated_at from runs`" },
  ])("accepts $text anywhere", ({ text }) => {
    expect(check(OUTSIDE, text)).toEqual([]);
  });

  it.each([
    { path: "lib/search-engine/v2/core/job-tracker.ts", text: "sql`update scraping_jobs set version = 1`" },
    { path: "lib/billing/ledger.ts", text: "sql`insert into ledger_entries values (1)`" },
    { path: "lib/services/usage-counter.ts", text: "sql`insert into ledger_entries values (1)`" },
    { path: "lib/services/api-logger.ts", text: "sql`insert into api_call_logs values (1)`" },
    { path: "lib/auth/local.ts", text: "sql`insert into sessions values (1)`" },
    { path: "tests/integration/jobs.test.ts", text: "sql`delete from scraping_jobs`" },
  ])("lets $path write its own", ({ path, text }) => {
    expect(check(path, text)).toEqual([]);
  });

  it("does not let one owner write another's", () => {
    expect(check("lib/services/api-logger.ts", "sql`insert into ledger_entries values (1)`")).toHaveLength(1);
    expect(check("lib/search-engine/a.ts", "sql`update accounts set name = 'x'`")).toHaveLength(1);
  });

  it("refuses a table that nobody owns", () => {
    expect(check("lib/db/schema/a.ts", 'export const a = pgTable("strays", {});')).toHaveLength(1);
    expect(check("lib/db/schema/a.ts", 'export const a = pgTable("runs", {});')).toEqual([]);
  });
});
