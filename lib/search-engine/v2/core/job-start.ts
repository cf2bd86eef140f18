import type { Plan } from "#lib/billing/index.ts";
import type { Transaction } from "#lib/db/index.ts";
import { EXPANSION_PROVIDER } from "./config.ts";
import { nextVirtualTimes } from "./fair-queue.ts";

/** What the start of a job depends on. */
export interface Slots {
  /** Jobs of the account that have begun. */
  openJobs: number;
  waitingJobs: number;
  weight: number;
  /** Virtual times that the providers of its tasks serve now. */
  clock: number;
  expansionClock: number;
}

/** A start: the virtual times of a job's first tasks, that of its expansion apart. */
export interface JobStart {
  taskTimes: number[];
  expansionTime: number;
  /** The last of them. */
  virtualTime: number;
}

/** To be read under the account's lock. */
export async function readSlots(
  transaction: Transaction,
  { accountId, provider }: { accountId: string; provider: string },
): Promise<Slots> {
  const [slots] = await transaction<Slots[]>`
    select a.weight, j.open_jobs, j.waiting_jobs,
      coalesce((select virtual_time from provider_clocks where provider = ${provider}), 0) as clock,
      coalesce((select virtual_time from provider_clocks where provider = ${EXPANSION_PROVIDER}), 0) as expansion_clock
    from accounts a, (
      select count(*) filter (where status <> 'pending')::int as open_jobs,
        count(*) filter (where status = 'pending')::int as waiting_jobs
      from scraping_jobs where account_id = ${accountId} and finished_at is null
    ) j where a.id = ${accountId}`.execute();
  return slots ?? { openJobs: 0, waitingJobs: 0, weight: 1, clock: 0, expansionClock: 0 };
}

/** Null where the job has to wait: no slot is free, or another waits already. Fair queueing as in fair-queue.ts. */
export function startOf(
  { openJobs, waitingJobs, weight, clock, expansionClock }: Slots,
  { jobSlots }: Pick<Plan, "jobSlots">,
  { pendingCount, isExpanded }: { pendingCount: number; isExpanded: boolean },
): JobStart | null {
  if (waitingJobs > 0 || openJobs >= jobSlots) return null;
  const step = (openJobs + 1) / weight;
  const job = { virtualTime: 0 };
  const taskTimes = nextVirtualTimes(job, { base: clock, step }, pendingCount);
  const expansionTime = expansionClock + (pendingCount + 1) * step;
  const virtualTime = Math.max(job.virtualTime, isExpanded ? expansionTime : 0);
  return { taskTimes, expansionTime, virtualTime };
}
