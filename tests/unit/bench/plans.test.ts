import { mkdtempSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import path from "node:path";
import { expect, test } from "vitest";
import { readPlans, wideScans } from "#tests/support/plans.ts";

const PLAN = (table: string, node: string, removed = 40) => `{
  "Query Text": "select *\\n from ${table}",
  "Plan": { "Node Type": "Limit", "Plans": [
    { "Node Type": "${node}", "Relation Name": "${table}", "Actual Rows": 2, "Rows Removed by Filter": ${removed} } ] }
}`;

const logged = (database: string, plan: string) =>
  `${database} shoal-worker LOG:  duration: 0.250 ms  plan:\n\t${plan.replaceAll("\n", "\n\t")}\n`;

test("plans are read from the log, and scans of growing tables are found in them", () => {
  const logFile = path.join(mkdtempSync(path.join(tmpdir(), "shoal-plans-")), "postgres.log");
  const log = [
    "one shoal-worker LOG:  something else\n",
    logged("one", PLAN("job_creators", "Seq Scan")),
    logged("one", PLAN("job_creators", "Seq Scan")),
    logged("one", PLAN("accounts", "Seq Scan")),
    logged("one", PLAN("job_tasks", "Index Scan")),
    logged("one", PLAN("api_call_logs", "Index Only Scan", 5_000)),
    logged("another", PLAN("job_tasks", "Seq Scan")),
  ].join("");
  writeFileSync(logFile, log);
  const plans = readPlans(logFile, "one", 0);
  expect(plans).toHaveLength(5);
  expect(plans[0]).toMatchObject({ application: "shoal-worker", durationMs: 0.25 });
  expect(wideScans(plans)).toEqual([
    {
      table: "job_creators",
      kind: "Seq Scan",
      statement: "select * from job_creators",
      rowsRead: 42,
      times: 2,
    },
    {
      table: "api_call_logs",
      kind: "Index Only Scan",
      statement: "select * from api_call_logs",
      rowsRead: 5_002,
      times: 1,
    },
  ]);
  expect(readPlans(logFile, "one", log.length)).toEqual([]);
});
