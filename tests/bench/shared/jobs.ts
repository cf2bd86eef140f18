import { setTimeout as delay } from "node:timers/promises";
import type { DispatchAnswer, DispatchBody, StatusAnswer } from "#lib/search-engine/types.ts";
import { isTerminal } from "#lib/search-engine/types.ts";
import type { SignedIn } from "./accounts.ts";
import { percentile } from "./stats.ts";
import type { World } from "./world.ts";

/** As often as the page of a run asks. */
const POLL_MS = 1_000;
export const PLATFORM = "tiktok";

/** By the clock of this machine, as the database's is. */
export interface JobTimes {
  jobId: string;
  sentAtMs: number;
  finishedAtMs: number;
  wallMs: number;
}

/** A job as it was sent. */
export interface SentJob {
  jobId: string;
  sentAtMs: number;
}

export async function dispatch(
  world: World,
  member: Pick<SignedIn, "cookie">,
  body: Pick<DispatchBody, "keywords" | "targetResults">,
): Promise<SentJob> {
  const sentAtMs = now();
  const answer = await fetch(`${world.url}/api/v2/dispatch`, {
    method: "POST",
    headers: { "content-type": "application/json", cookie: member.cookie },
    body: JSON.stringify({ platform: PLATFORM, ...body }),
  });
  if (answer.status !== 202) throw new Error(`dispatch: ${answer.status} ${await answer.text()}`);
  const { jobId } = (await answer.json()) as DispatchAnswer;
  return { jobId, sentAtMs };
}

export async function cancel(world: World, member: Pick<SignedIn, "cookie">, jobId: string): Promise<void> {
  const answer = await fetch(`${world.url}/api/v2/jobs/${jobId}`, {
    method: "DELETE",
    headers: { cookie: member.cookie },
  });
  if (!answer.ok) throw new Error(`cancel: ${answer.status} ${await answer.text()}`);
  await answer.body?.cancel();
}

export interface Poll {
  etag: string | null;
  /** Null where nothing has changed. */
  status: StatusAnswer | null;
}

export async function poll(
  world: World,
  member: Pick<SignedIn, "cookie">,
  query: { jobId: string; since?: string; etag?: string | null },
): Promise<Poll> {
  const since = query.since ? `&since=${query.since}` : "";
  const answer = await fetch(`${world.url}/api/v2/status?jobId=${query.jobId}${since}`, {
    headers: { cookie: member.cookie, ...(query.etag ? { "if-none-match": query.etag } : {}) },
  });
  if (answer.status === 304) return { etag: query.etag ?? null, status: null };
  if (!answer.ok) throw new Error(`status: ${answer.status} ${await answer.text()}`);
  return { etag: answer.headers.get("etag"), status: (await answer.json()) as StatusAnswer };
}

/**
 * Follows a job as its page does, until it has ended; its times are those of its row, so that polls round
 * nothing. @throws Error when it ended otherwise than completed
 */
export async function untilCompleted(
  world: World,
  member: Pick<SignedIn, "cookie">,
  sent: SentJob,
): Promise<JobTimes> {
  let since: string | undefined;
  let etag: string | null = null;
  for (;;) {
    const seen: Poll = await poll(world, member, { jobId: sent.jobId, etag, ...(since ? { since } : {}) });
    etag = seen.etag;
    if (seen.status) {
      if (since !== seen.status.pagination.nextCursor) etag = null;
      since = seen.status.pagination.nextCursor;
      if (isTerminal(seen.status.status)) return timesOf(world, sent);
    }
    await delay(POLL_MS);
  }
}

async function timesOf(world: World, { jobId, sentAtMs }: SentJob): Promise<JobTimes> {
  const [row] = await world.sql<
    { status: string; targetResults: number; creatorsEnriched: number; at: number }[]
  >`
    select status, target_results, creators_enriched,
      (extract(epoch from finished_at) * 1000)::float8 as at from scraping_jobs where id = ${jobId}`;
  if (row?.status !== "completed" || row.creatorsEnriched !== row.targetResults) {
    throw new Error(`job ${jobId} did not complete as planned: ${JSON.stringify(row)}`);
  }
  return { jobId, sentAtMs, finishedAtMs: row.at, wallMs: row.at - sentAtMs };
}

/** The job whose time is the percentile. */
export function jobAt(jobs: readonly JobTimes[], share: number): JobTimes {
  const wallMs = percentile(
    jobs.map((job) => job.wallMs),
    share,
  );
  const job = jobs.find((one) => one.wallMs === wallMs);
  if (!job) throw new Error("no jobs");
  return job;
}

/** Unix milliseconds with their fractions. */
export function now(): number {
  return performance.timeOrigin + performance.now();
}
