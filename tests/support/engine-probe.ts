import { setTimeout as sleep } from "node:timers/promises";
import type { DispatchAnswer } from "#lib/search-engine/types.ts";
import { tiktok } from "#lib/search-engine/v2/adapters/tiktok.ts";
import {
  type ClaimedTask,
  claimTask,
  type PlatformAdapter,
  type TaskRow,
} from "#lib/search-engine/v2/index.ts";
import type { TestAccount, TestBench } from "./engine.ts";

export const SEARCH_PATH = "/v1/tiktok/search/keyword";
export const PROFILE_PATH = "/v1/tiktok/profile";

/** A call as the sandbox saw it. */
export interface SeenCall {
  path: string;
  query: Record<string, string>;
  /** Unix milliseconds. */
  at: number;
  status: number | null;
}

export async function seenCalls(bench: TestBench, path?: string): Promise<SeenCall[]> {
  const answer = await fetch(`${bench.sandbox.url}/__calls`);
  const { calls } = (await answer.json()) as { calls: SeenCall[] };
  return path ? calls.filter((call) => call.path === path) : calls;
}

/** How often each creator's profile was asked for, by handle. */
export async function profileCalls(bench: TestBench): Promise<Map<string, number>> {
  const counts = new Map<string, number>();
  for (const { query } of await seenCalls(bench, PROFILE_PATH)) {
    const handle = query.handle ?? "";
    counts.set(handle, (counts.get(handle) ?? 0) + 1);
  }
  return counts;
}

export function readTasks(
  bench: TestBench,
  jobId: string,
  kind: TaskRow["kind"] = "search",
): Promise<TaskRow[]> {
  return bench.sql<TaskRow[]>`
    select * from job_tasks where job_id = ${jobId} and kind = ${kind} order by sequence`;
}

export interface StoredCreator {
  platformId: string;
  handle: string;
  position: number;
  state: string;
  reason: string | null;
  fromCache: boolean;
  enrichedAt: Date | null;
}

export function readCreators(bench: TestBench, jobId: string): Promise<StoredCreator[]> {
  return bench.sql<StoredCreator[]>`
    select platform_id, handle, position, state, reason, from_cache, enriched_at
    from job_creators where job_id = ${jobId} order by position`;
}

export interface LoggedCall {
  action: string;
  outcome: string;
  status: number | null;
  cost: number;
}

export function readCallLog(bench: TestBench, jobId: string): Promise<LoggedCall[]> {
  return bench.sql<LoggedCall[]>`
    select action, outcome, status, cost from api_call_logs where job_id = ${jobId} order by started_at, id`;
}

/** What the account may still use, and what its open jobs hold of it. */
export async function readAllowance(
  bench: TestBench,
  account: TestAccount,
): Promise<{ available: number; held: number }> {
  const [row] = await bench.sql<{ available: number; held: number }[]>`
    select sum(available)::bigint as available, sum(held)::bigint as held from ledger_buckets
    where account_id = ${account.accountId} and unit = 'creators'`;
  return row ?? { available: 0, held: 0 };
}

/** TikTok with a time limit that a test can wait for. */
export function withTimeLimit(callTimeoutMs: number): PlatformAdapter {
  return {
    ...tiktok,
    limits: { ...tiktok.limits, callTimeoutMs },
    search: ({ get }, request) =>
      tiktok.search({ get: (call) => get({ ...call, timeoutMs: callTimeoutMs }) }, request),
    enrich: ({ get }, creator) =>
      tiktok.enrich({ get: (call) => get({ ...call, timeoutMs: callTimeoutMs }) }, creator),
  };
}

/** Waits for something to become so; fails with a message that says what did not. */
export async function until(what: string, isSo: () => Promise<boolean>, withinMs = 10_000): Promise<void> {
  const end = performance.now() + withinMs;
  while (!(await isSo())) {
    if (performance.now() > end) throw new Error(`Not within ${withinMs} ms: ${what}.`);
    await sleep(10);
  }
}

/** Makes waiting tasks due, as time would. */
export async function letTimePass(bench: TestBench, jobId: string): Promise<void> {
  await bench.sql`
    update job_tasks set next_at = clock_timestamp() where job_id = ${jobId} and state = 'pending'`;
}

/** Claims the first task of a kind of one job, whatever else is due. */
export async function claimOf(
  bench: TestBench,
  jobId: string,
  kind: TaskRow["kind"] = "search",
): Promise<ClaimedTask> {
  const open = (await readTasks(bench, jobId, kind)).find((task) => task.state === "pending");
  if (!open) throw new Error(`job ${jobId} has no pending ${kind} task`);
  const { sql, worker, settings } = bench.engine;
  const answer = await claimTask(sql, { taskId: open.id, worker }, settings);
  if (answer.claim !== "claimed") throw new Error(`the ${kind} task of job ${jobId} was not to be had`);
  return answer.task;
}

/** A job of one page of creators whose profiles are still to be fetched. */
export async function beginWithPage(bench: TestBench, account: TestAccount, keyword: string, pageSize = 10) {
  const jobId = await bench.begin(account, { keywords: [keyword], targetResults: pageSize });
  await bench.work(await claimOf(bench, jobId));
  const handles = (await readCreators(bench, jobId)).map((creator) => creator.handle);
  const [first] = handles;
  if (!first || handles.length !== pageSize) throw new Error(`${pageSize} creators were to be found`);
  return { jobId, handles, first };
}

/** A job that waits, though its account has its slots free again: nobody has started it yet. */
export async function dispatchWaiting(
  bench: TestBench,
  account: TestAccount,
  body: Parameters<TestBench["dispatch"]>[1],
): Promise<DispatchAnswer> {
  const holders: string[] = [];
  for (;;) {
    const answer = await bench.dispatch(account, body);
    if (answer.status !== "pending") {
      holders.push(answer.jobId);
      continue;
    }
    for (const holder of holders) await bench.cancel(account, holder);
    return answer;
  }
}
