import type { Scale, TransportName } from "./options.ts";

/** The product's own times, of which the campaign's are a thirtieth where a bound counts in them. */
const USUAL = { leaseMs: 30_000, recoveryMs: { postgres: 15_000, qstash: 75_000 }, cronMs: 60_000 };
const SHORTER_BY = 30;

export const LEASE_MS = USUAL.leaseMs / SHORTER_BY;
export const HEARTBEAT_MS = 300;
/** A 17th of the usual; the poll's is a tenth, the recount's far less, so that there are many. */
const SWEEP_INTERVAL_MS = 300;
export const TRANSACTION_IDLE_MAX_MS = Math.round(10_000 / SHORTER_BY);
export const CRON_INTERVAL_MS = USUAL.cronMs / SHORTER_BY;
/** As long, in leases, as the longest call of most platforms. */
export const CALL_TIMEOUT_MS = 4 * LEASE_MS;
/** All waits of the stand-in for QStash, and how long its late duplicates come after the first delivery. */
export const QSTASH_TIME_SCALE = 1 / SHORTER_BY;
export const LATE_BY_MS = 2_000;

/** What looking, giving back and committing take themselves: that does not shrink with the waits between. */
export const WORK_MS = 500;

/** I6 at this pace: what a killed worker held is to be had again within that. */
export function recoveryBoundMs(transport: TransportName): number {
  return LEASE_MS + USUAL.recoveryMs[transport] / SHORTER_BY + WORK_MS;
}

/** I6 as it stands: never more than that, however slow the machine. */
export function recoveryCapMs(transport: TransportName): number {
  return LEASE_MS + USUAL.recoveryMs[transport];
}

/** I6 at this pace, for a job whose deadline has passed. */
export function lateBoundMs(transport: TransportName): number {
  return recoveryBoundMs(transport) - LEASE_MS;
}

/** I6 as it stands, for such a job. */
export function lateCapMs(transport: TransportName): number {
  return recoveryCapMs(transport) - LEASE_MS;
}

/** Nothing but an outage excuses what takes so many times as long as I6 at this pace. */
export const SLOWER_MAX = 3;
export const RECOUNT_INTERVAL_MS = 2_000;

/** Settings of every process of the app. */
export const ENGINE_SETTINGS: Readonly<Record<string, string>> = {
  TASK_LEASE_MS: String(LEASE_MS),
  TASK_HEARTBEAT_MS: String(HEARTBEAT_MS),
  SWEEP_INTERVAL_MS: String(SWEEP_INTERVAL_MS),
  SWEEP_GAP_MS: String(120_000 / SHORTER_BY),
  POLL_INTERVAL_MS: "100",
  TRANSACTION_IDLE_MAX_MS: String(TRANSACTION_IDLE_MAX_MS),
  RETRY_BASE_MS: String(Math.round(1_000 / SHORTER_BY)),
  RETRY_CAP_MS: String(60_000 / SHORTER_BY),
  // Not as short as the rest: on a machine that is busy with other things no job may be late.
  JOB_DEADLINE_MS: String(30 * 60_000),
  RECOUNT_INTERVAL_MS: String(RECOUNT_INTERVAL_MS),
  SHUTDOWN_GRACE_MS: "1000",
  QSTASH_WAKE_TIMEOUT_MS: String(60_000 / SHORTER_BY),
  // Few tasks a process, so that what strikes one task's process strikes not many others.
  WORKER_CONCURRENCY: "4",
  SCRAPECREATORS_TIMEOUT_MS: String(CALL_TIMEOUT_MS),
  SCRAPECREATORS_CALLS_PER_SECOND_MAX: "5000",
  LOG_LEVEL: "warn",
};

/** Of the provider's stand-in. Small pages: many tasks of little work. */
export const SANDBOX = { searchLatencyMs: 50, profileLatencyMs: 25, pageSize: 6, latencyJitter: 0.4 };

/** How often each fault strikes: a share of task runs, of messages, or of different calls at the provider. */
export const RATES = {
  kill: 0.007,
  cut: 0.08,
  zombie: 0.018,
  /** What those strikes hit with all runs beside them in the process. */
  killedRuns: 0.02,
  stoppedRuns: 0.05,
  duplicate: 0.2,
  lateShareOfDuplicates: 1 / 3,
  /** Of those that are not late, where Postgres wakes tasks: two claims at once of a task that has become due. */
  racingShareOfDuplicates: 0.5,
  failedPublish: 0.05,
  dropped: 0.02,
  cancelledJobs: 0.05,
  lateJobs: 0.05,
} as const;

/** Together 5 % of different calls; enough searches hang for their kind to be judged. A 429 pauses the provider's gate for all, hence fewer of them. */
export const PROVIDER_FAULTS = [
  { kind: "429", share: 0.005, times: 1, retryAfterSeconds: 1 },
  { kind: "hang", path: "/search", share: 0.02, times: 1 },
  { kind: "hang", share: 0.005, times: 1 },
  { kind: "500", share: 0.013, times: 1 },
  { kind: "cut_off", share: 0.012, times: 1 },
  { kind: "error_200", share: 0.012, times: 1 },
] as const;

/** At least so many jobs must not meet their deadline. */
export const LATE_JOBS_MIN = 2;
/** At least so many are cancelled, of which this share must be taken before the job's end. */
export const CANCELS_MIN = 3;
export const CANCELS_TAKEN_SHARE_MIN = 0.6;
/** Nothing strikes any more once this share of the jobs has ended: the others show how quickly it is got over. */
export const CALM_FROM_SHARE = 0.6;

export interface Size {
  accounts: number;
  /** In tens of task runs, about. */
  work: number;
  deliveriesMin: number;
  restarts: number;
  /** Cancels come within so long after the dispatch: early enough that the job is open. */
  cancelWithinMs: number;
  /** At least so many runs of killed processes, and of stopped ones, must have been got over. */
  recoveriesMin: number;
  /** Chance may leave a fault this far below its rate: the fewer there are, the further. */
  shareOfRateMin: number;
}

export const SIZES: Readonly<Record<Scale, Size>> = {
  small: {
    accounts: 4,
    work: 124,
    deliveriesMin: 1_500,
    restarts: 0,
    cancelWithinMs: 6_000,
    recoveriesMin: 1,
    shareOfRateMin: 0.6,
  },
  full: {
    accounts: 8,
    work: 1_040,
    deliveriesMin: 10_000,
    restarts: 3,
    cancelWithinMs: 15_000,
    recoveriesMin: 10,
    shareOfRateMin: 0.85,
  },
};
