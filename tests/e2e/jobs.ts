import { setTimeout as delay } from "node:timers/promises";
import { type DispatchAnswer, isTerminal, type JobSummary } from "#lib/search-engine/types.ts";
import type { Session } from "#tests/support/app.ts";

const POLL_MS = 100;
const END_MAX_MS = 40_000;

export const SEARCH = { platform: "tiktok", keywords: ["makeup"], targetResults: 20 };

export function post(body: unknown, headers: Record<string, string> = {}): RequestInit {
  return {
    method: "POST",
    headers: { "content-type": "application/json", ...headers },
    body: typeof body === "string" ? body : JSON.stringify(body),
  };
}

/** Begins a search and expects it to be taken. */
export async function dispatch(session: Session, change: object = {}): Promise<DispatchAnswer> {
  const answer = await session("/api/v2/dispatch", post({ ...SEARCH, ...change }));
  if (answer.status !== 202) throw new Error(`dispatch: ${answer.status} ${await answer.text()}`);
  return answer.json();
}

/** The job once it has ended. */
export function untilEnded(session: Session, jobId: string): Promise<JobSummary> {
  return untilJob(session, jobId, ({ status }) => isTerminal(status));
}

/** The job once it is as wanted. */
export async function untilJob(
  session: Session,
  jobId: string,
  isWanted: (job: JobSummary) => boolean,
): Promise<JobSummary> {
  const until = performance.now() + END_MAX_MS;
  for (;;) {
    const answer = await session(`/api/v2/jobs/${jobId}`);
    const job: JobSummary = await answer.json();
    if (isWanted(job)) return job;
    if (performance.now() > until) throw new Error(`still ${job.status} after ${END_MAX_MS} ms`);
    await delay(POLL_MS);
  }
}
