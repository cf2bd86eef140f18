import { readFileSync, statSync } from "node:fs";
import type { Sql } from "#lib/db/index.ts";

/** Plans that the database itself chose for the statements that the app sent, from the server's log. */

/** What every log must begin its lines with, so that plans can be told apart by database. */
export const PLAN_LOG_PREFIX = "%d %a ";

/** Tables that grow with use: a statement that reads one from end to end gets slower with every search, or user. */
const GROWING_TABLES: readonly string[] = [
  "accounts",
  "api_call_logs",
  "creators",
  "job_creator_matches",
  "job_creators",
  "job_spend",
  "job_tasks",
  "keyword_expansions",
  "ledger_buckets",
  "ledger_entries",
  "ledger_holds",
  "memberships",
  "runs",
  "scraping_jobs",
  "sessions",
  "users",
];

/** Rows are those of a loop, on average. */
interface PlanNode {
  "Node Type": string;
  "Relation Name"?: string;
  "Actual Rows"?: number;
  "Actual Loops"?: number;
  "Rows Removed by Filter"?: number;
  "Rows Removed by Index Recheck"?: number;
  "Rows Removed by Join Filter"?: number;
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
  /** As the plan calls it: "Seq Scan", "Index Scan", "Nested Loop", … */
  kind: string;
  statement: string;
  /** At most, in all loops, those that were thrown away included. */
  rowsRead: number;
  times: number;
}

/** A statement that throws away so many rows of a table is not served by its index. */
const THROWN_AWAY_MAX = 1_000;
/** More than a page shows, or one step of a job needs. */
const READ_MAX = 2_000;
/** Comparing the rows of a page with what belongs to them, each with each, stays below, however large the tables are. */
const JOINED_AWAY_MAX = 25_000;

/**
 * Scans that get longer as a table grows: from end to end, of more rows than one job has, or of rows that are mostly
 * thrown away, be it by the scan or by a join. Each statement and table once.
 */
export function wideScans(plans: readonly LoggedPlan[]): WideScan[] {
  const found = new Map<string, WideScan>();
  for (const { statement, plan } of plans) {
    for (const { node, table } of scansOf(plan)) {
      if (!GROWING_TABLES.includes(table) || !isWide(node)) continue;
      const key = `${table} ${statement}`;
      const known = found.get(key);
      const rowsRead = Math.max(known?.rowsRead ?? 0, Math.round(read(node) + joinedAway(node)));
      found.set(key, { table, kind: node["Node Type"], statement, rowsRead, times: (known?.times ?? 0) + 1 });
    }
  }
  return [...found.values()];
}

function isWide(node: PlanNode): boolean {
  return (
    node["Node Type"] === "Seq Scan" ||
    thrownAway(node) > THROWN_AWAY_MAX ||
    read(node) > READ_MAX ||
    joinedAway(node) > JOINED_AWAY_MAX
  );
}

function thrownAway(node: PlanNode): number {
  const aLoop = (node["Rows Removed by Filter"] ?? 0) + (node["Rows Removed by Index Recheck"] ?? 0);
  return aLoop * loopsOf(node);
}

function joinedAway(node: PlanNode): number {
  return (node["Rows Removed by Join Filter"] ?? 0) * loopsOf(node);
}

/** What a join reads, its scans have read. */
function read(node: PlanNode): number {
  if (node["Rows Removed by Join Filter"] !== undefined) return 0;
  return (node["Actual Rows"] ?? 0) * loopsOf(node) + thrownAway(node);
}

function loopsOf(node: PlanNode): number {
  return node["Actual Loops"] ?? 1;
}

interface Scan {
  node: PlanNode;
  table: string;
}

/**
 * All nodes that read a table. An index that is read for its table's rows counts for that one, and a join whose own
 * condition throws rows away for the table that it looks them up in.
 */
function scansOf(node: PlanNode, above = ""): Scan[] {
  const table = node["Relation Name"] ?? above;
  const below = (node.Plans ?? []).flatMap((plan) => scansOf(plan, isBitmap(node) ? table : ""));
  if (table !== "") return [{ node, table }, ...below];
  const joined = node["Rows Removed by Join Filter"] ? below.at(-1)?.table : undefined;
  return joined === undefined ? below : [{ node, table: joined }, ...below];
}

function isBitmap(node: PlanNode): boolean {
  return node["Node Type"].startsWith("Bitmap");
}
