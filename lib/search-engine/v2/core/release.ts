import type { Transaction } from "#lib/db/index.ts";
import { type FairTags, nextVirtualTimes } from "./fair-queue.ts";
import type { JobRow } from "./rows.ts";

export interface ParkedTask {
  id: string;
  carryCount: number;
  taken: number;
  pages: number;
}

/** What a page of a keyword that was never searched is taken to bring. */
const UNKNOWN_YIELD = 20;

/**
 * Which parked keywords are let go for the remainder: those with creators in store first, then as many as
 * the remainder needs at their yield a page, at least one. The remainder is split among them exactly: by what
 * is in store where that covers it, so that no page is bought for it, else evenly.
 */
export function chooseParked(
  parked: readonly ParkedTask[],
  remainder: number,
): { id: string; share: number }[] {
  const byStore = [...parked].sort((a, b) => b.carryCount - a.carryCount);
  const chosen: ParkedTask[] = [];
  let supply = 0;
  for (const task of byStore) {
    if (chosen.length > 0 && supply >= remainder) break;
    const pageYield = task.pages > 0 ? task.taken / task.pages : UNKNOWN_YIELD;
    supply += task.carryCount > 0 ? task.carryCount : Math.max(1, pageYield);
    chosen.push(task);
  }
  const wanted = chosen.slice(0, remainder);
  const inStore = wanted.reduce((sum, task) => sum + task.carryCount, 0);
  const isCovered = inStore >= remainder;
  let left = remainder;
  return wanted.map((task, index) => {
    const part = isCovered ? Math.min(task.carryCount, left) : Math.ceil(left / (wanted.length - index));
    left -= part;
    return { id: task.id, share: task.taken + part };
  });
}

/** Lets parked keywords go for what the target still lacks. The caller holds the job's lock. */
export async function releaseParked(transaction: Transaction, job: JobRow, tags: FairTags): Promise<void> {
  const parked = await transaction<ParkedTask[]>`
    select id, jsonb_array_length(carry) as carry_count, taken, pages from job_tasks
    where job_id = ${job.id} and state = 'parked' order by virtual_time, sequence for update`;
  const chosen = chooseParked(parked, job.targetResults - job.creatorsFound);
  const times = nextVirtualTimes(job, tags, chosen.length);
  await transaction`
    update job_tasks t set state = 'pending', share = c.share, attempts = 0, virtual_time = c.virtual_time,
      next_at = clock_timestamp(), wake_seq = t.wake_seq + 1
    from unnest(${chosen.map((task) => task.id)}::uuid[], ${chosen.map((task) => task.share)}::int[],
      ${times}::float8[]) as c(id, share, virtual_time)
    where t.id = c.id`;
  job.parkedTasks -= chosen.length;
  job.finders += chosen.length;
}
