import { readFileSync, statSync } from "node:fs";
import type { Sql } from "#lib/db/index.ts";

/** Plans that the database itself chose for the statements that the app sent, from the server's log. */

/** What every log must begin its lines with, so that plans can be told apart by database. */
export const PLAN_LOG_PREFIX = "%d %a ";

/** Tables that grow with use: a statement that reads one from end to end gets slower with every search. */
const GROWING_TABLES: readonly string[] = [
  "api_call_logs",
  "creators",
  "job_creator_matches",
  "job_creators",
  "job_spend",
  "job_tasks",
  "ledger_entries",
  "ledger_holds",
  "runs",
  "scraping_jobs",
];

interface PlanNode {
  "Node Type": string;
  "Relation Name"?: string;
  "Actual Rows"?: number;
  "Rows Removed by Filter"?: number;
  "Shared Hit Blocks"?: number;
  "Shared Read Blocks"?: number;
  Plans?: PlanNode[];
}

export interface LoggedPlan {
  /** Who sent it: `shoal-worker`, `shoal`, … */
  application: string;
  statement: string;
  durationMs: number;
  plan: PlanNode;
}

/** From now on, new connections to the database log the plan of each statement, with those of triggers. */
export async function logPlans(sql: Sql, isOn: boolean): Promise<void> {
  const settings: Record<string, string> = {
    session_preload_libraries: "auto_explain",
    "auto_explain.log_min_duration": "0",
    "auto_explain.log_analyze": "on",
    "auto_explain.log_buffers": "on",
    "auto_explain.log_timing": "off",
    "auto_explain.log_nested_statements": "on",
    "auto_explain.log_parameter_max_length": "0",
    "auto_explain.log_format": "json",
  };
  const [row] = await sql<{ name: string }[]>`select current_database() as name`;
  await sql`load 'auto_explain'`;
  for (const [name, value] of Object.entries(settings)) {
    const change = isOn ? `set ${name} = '${value}'` : `reset ${name}`;
    await sql.unsafe(`alter database "${row?.name}" ${change}`);
  }
}

/** Where the log ends now: plans that follow are read from there. */
export function endOfLog(logFile: string): number {
  return statSync(logFile).size;
}

const HEAD = /^(\S+) (\S+) LOG: {2}duration: ([\d.]+) ms {2}plan:$/;

/** The plans of a database's statements since then. */
export function readPlans(logFile: string, database: string, since: number): LoggedPlan[] {
  const lines = readFileSync(logFile).subarray(since).toString("utf8").split("\n");
  return lines.flatMap((line, index) => {
    const [, name, application = "", duration] = HEAD.exec(line) ?? [];
    if (name !== database) return [];
    let end = index + 1;
    while (lines[end]?.startsWith("\t")) end += 1;
    const text = lines.slice(index + 1, end).join("\n");
    const logged = JSON.parse(text) as { "Query Text": string; Plan: PlanNode };
    const statement = logged["Query Text"].replace(/\s+/g, " ").trim();
    return [{ application, statement, durationMs: Number(duration), plan: logged.Plan }];
  });
}

export interface WideScan {
  table: string;
  /** As the plan calls it: "Seq Scan", "Index Scan", … */
  kind: string;
  statement: string;
  /** Rows that such a scan read at most, those that it threw away included. */
  rowsRead: number;
  times: number;
}

/** An index that leads to so many rows that are not wanted, each time it is searched, does not serve the statement. */
const THROWN_AWAY_MAX = 1_000;

/**
 * Scans that get longer as a table grows: from end to end, or through an index whose rows are mostly thrown away.
 * Each statement and table once.
 */
export function wideScans(plans: readonly LoggedPlan[]): WideScan[] {
  const found = new Map<string, WideScan>();
  for (const { statement, plan } of plans) {
    for (const node of nodesOf(plan)) {
      const table = node["Relation Name"] ?? "";
      if (!GROWING_TABLES.includes(table) || !isWide(node)) continue;
      const key = `${table} ${statement}`;
      const known = found.get(key);
      const rowsRead = Math.max(
        known?.rowsRead ?? 0,
        Math.round((node["Actual Rows"] ?? 0) + thrownAway(node)),
      );
      found.set(key, { table, kind: node["Node Type"], statement, rowsRead, times: (known?.times ?? 0) + 1 });
    }
  }
  return [...found.values()];
}

function isWide(node: PlanNode): boolean {
  return node["Node Type"] === "Seq Scan" || thrownAway(node) > THROWN_AWAY_MAX;
}

/** Of one search of the index, where there are several. */
function thrownAway(node: PlanNode): number {
  return node["Rows Removed by Filter"] ?? 0;
}

function nodesOf(node: PlanNode): PlanNode[] {
  return [node, ...(node.Plans ?? []).flatMap(nodesOf)];
}
