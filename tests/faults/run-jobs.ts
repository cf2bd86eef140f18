import { setTimeout as sleep } from "node:timers/promises";
import type { Sql } from "#lib/db/index.ts";
import type { PlannedJob } from "./plan.ts";
import type { User } from "./user.ts";

/** A planned job that the app has taken. */
export interface TakenJob extends PlannedJob {
  jobId: string;
  /** Null where nobody asked for it; else whether the app took it before the job's end. */
  cancelTaken: boolean | null;
}

const DISPATCHES_AT_ONCE = 4;
const POLL_MS = 100;

/** How the plan names a job to the app, which makes of each key one job. */
function keyOf(run: string, number: number): string {
  return `${run}-${number}`;
}

/** Dispatches all planned jobs as their users, and cancels those that are to be cancelled. */
export async function runJobs(
  jobs: readonly PlannedJob[],
  { users, run }: { users: readonly User[]; run: string },
): Promise<TakenJob[]> {
  const waiting = [...jobs];
  const taken: TakenJob[] = [];
  const cancels: Promise<void>[] = [];
  const dispatchAll = async () => {
    for (let job = waiting.shift(); job; job = waiting.shift()) {
      const user = users[job.account];
      if (!user) throw new Error(`No user for account ${job.account}.`);
      const { platform, keywords, targetResults, expand } = job;
      const body = { platform, keywords, targetResults, expand };
      const entry: TakenJob = {
        ...job,
        jobId: await user.dispatch(body, keyOf(run, job.number)),
        cancelTaken: null,
      };
      taken.push(entry);
      if (job.cancelAfterMs !== null) cancels.push(cancelLater(user, entry, job.cancelAfterMs));
    }
  };
  await Promise.all(Array.from({ length: DISPATCHES_AT_ONCE }, dispatchAll));
  await Promise.all(cancels);
  return taken.sort((a, b) => a.number - b.number);
}

async function cancelLater(user: User, job: TakenJob, afterMs: number): Promise<void> {
  await sleep(afterMs);
  job.cancelTaken = await user.cancel(job.jobId);
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
