import { setTimeout as sleep } from "node:timers/promises";
import type { Sql } from "#lib/db/index.ts";
import { shortenDeadline } from "./deadlines.ts";
import type { PlannedJob } from "./plan.ts";
import { Reader } from "./reader.ts";
import type { User } from "./user.ts";

/** A planned job that the app has taken. */
export interface TakenJob extends PlannedJob {
  jobId: string;
  /** Null where nobody asked for it; else whether the app took it before the job's end, and when it said so, Unix ms. */
  cancel: { isTaken: boolean; answeredAt: number } | null;
}

const DISPATCHES_AT_ONCE = 4;
const POLL_MS = 100;

/** How the plan names a job to the app, which makes of each key one job. */
function keyOf(run: string, number: number): string {
  return `${run}-${number}`;
}

/** Jobs that the app has taken, and what goes on about them meanwhile. */
export interface RunningJobs {
  jobs: TakenJob[];
  readers: Reader[];
  /** Resolves when all that was to be cancelled is, and each followed job has been seen to its end. */
  done: Promise<unknown>;
}

/** Dispatches all planned jobs as their users, follows some, and cancels those that are to be cancelled. */
export async function runJobs(
  jobs: readonly PlannedJob[],
  { users, run, sql, signal }: { users: readonly User[]; run: string; sql: Sql; signal: AbortSignal },
): Promise<RunningJobs> {
  const waiting = [...jobs];
  const taken: TakenJob[] = [];
  const readers: Reader[] = [];
  const meanwhile: Promise<void>[] = [];
  const dispatchAll = async () => {
    for (let job = waiting.shift(); job; job = waiting.shift()) {
      const user = users[job.account];
      if (!user) throw new Error(`No user for account ${job.account}.`);
      const { platform, keywords, targetResults, expand } = job;
      const body = { platform, keywords, targetResults, expand };
      const entry: TakenJob = {
        ...job,
        jobId: await user.dispatch(body, keyOf(run, job.number)),
        cancel: null,
      };
      taken.push(entry);
      const { jobId } = entry;
      if (job.cancelAfterMs !== null) meanwhile.push(cancelLater(user, entry, job.cancelAfterMs));
      if (job.deadlineAfterMs !== null) {
        meanwhile.push(shortenDeadline(sql, { jobId, afterMs: job.deadlineAfterMs }, signal));
      }
      if (job.isFollowed) {
        const reader = new Reader({ jobId, user, sql });
        readers.push(reader);
        meanwhile.push(reader.follow(signal));
      }
    }
  };
  await Promise.all(Array.from({ length: DISPATCHES_AT_ONCE }, dispatchAll));
  const done = Promise.all(meanwhile);
  // Whoever waits for it learns of an error.
  done.catch(() => {});
  return { jobs: taken.sort((a, b) => a.number - b.number), readers, done };
}

async function cancelLater(user: User, job: TakenJob, afterMs: number): Promise<void> {
  await sleep(afterMs);
  const isTaken = await user.cancel(job.jobId);
  job.cancel = { isTaken, answeredAt: Date.now() };
}

/** Waits until every job has ended, or `withinMs` have passed; answers whether all have. */
export async function untilAllEnded(sql: Sql, withinMs: number): Promise<boolean> {
  const until = performance.now() + withinMs;
  while (performance.now() < until) {
    const open = await sql`select 1 from scraping_jobs where finished_at is null limit 1`.catch(() => null);
    if (open?.length === 0) return true;
    await sleep(POLL_MS);
  }
  return false;
}
