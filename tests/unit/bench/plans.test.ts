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
    logged("one", PLAN("sweeper", "Seq Scan")),
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

const log = (plan: string) => {
  const logFile = path.join(mkdtempSync(path.join(tmpdir(), "shoal-plans-")), "postgres.log");
  writeFileSync(logFile, logged("one", `{ "Query Text": "select", "Plan": ${plan} }`));
  return wideScans(readPlans(logFile, "one", 0)).map(({ table, kind, rowsRead }) => ({
    table,
    kind,
    rowsRead,
  }));
};
const scan = (figures: Record<string, number>, kind = "Index Scan") =>
  JSON.stringify({ "Node Type": kind, "Relation Name": "job_tasks", ...figures });

test("rows of all loops count, read or thrown away", () => {
  const wide = (rowsRead: number, kind = "Index Scan") => [{ table: "job_tasks", kind, rowsRead }];
  expect(log(scan({ "Actual Rows": 1_000_000 }, "Index Only Scan"))).toEqual(
    wide(1_000_000, "Index Only Scan"),
  );
  expect(log(scan({ "Actual Rows": 1.5, "Actual Loops": 2_000 }))).toEqual(wide(3_000));
  expect(log(scan({ "Rows Removed by Filter": 3, "Actual Loops": 500 }))).toEqual(wide(1_500));
  expect(log(scan({ "Rows Removed by Index Recheck": 1_500 }, "Bitmap Heap Scan"))).toEqual(
    wide(1_500, "Bitmap Heap Scan"),
  );
  expect(log(scan({ "Actual Rows": 1_500, "Rows Removed by Filter": 400 }))).toEqual([]);
  expect(log(scan({ "Actual Rows": 500, "Actual Loops": 0 }))).toEqual([]);
});

test("what a join throws away counts for the table that it looks up", () => {
  const join = (
    removed: number,
  ) => `{ "Node Type": "Nested Loop", "Actual Rows": 1, "Rows Removed by Join Filter": ${removed},
    "Plans": [{ "Node Type": "Function Scan" }, { "Node Type": "Materialize", "Plans": [${scan({ "Actual Rows": 40 })}] }] }`;
  expect(log(join(50_000))).toEqual([{ table: "job_tasks", kind: "Nested Loop", rowsRead: 50_000 }]);
  expect(log(join(20_000))).toEqual([]);
});

test("an index that is read for a bitmap counts for the table", () => {
  const bitmap = `{ "Node Type": "Bitmap Heap Scan", "Relation Name": "job_tasks", "Actual Rows": 3,
    "Plans": [{ "Node Type": "BitmapAnd", "Plans": [{ "Node Type": "Bitmap Index Scan", "Actual Rows": 50000 }] }] }`;
  expect(log(bitmap)).toEqual([{ table: "job_tasks", kind: "Bitmap Index Scan", rowsRead: 50_000 }]);
});
