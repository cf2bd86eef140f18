import { env } from "#lib/env.ts";

/** An attempt counts at the claim, so a task that kills its worker ends as failed. */
export const ATTEMPTS_MAX = 5;
/** Creators a batch. */
export const ENRICH_BATCH_SIZE = 10;
/** Keywords that expansion is expected to add; shares are computed as if it had. */
export const EXPANSION_KEYWORDS_MAX = 10;
/** The lane of tasks that expand keywords. */
export const EXPANSION_PROVIDER = "openai";
/** The sweeper gives a waiting job this much more than its estimate. */
const DEADLINE_FACTOR = 4;

export interface EngineSettings {
  leaseMs: number;
  heartbeatMs: number;
  sweepIntervalMs: number;
  sweepGapMs: number;
  pollIntervalMs: number;
  retryBaseMs: number;
  retryCapMs: number;
  jobDeadlineMs: number;
  shutdownGraceMs: number;
  recountIntervalMs: number;
  freshDays: number;
}

export function engineSettings(): EngineSettings {
  const settings = env("engine");
  return {
    leaseMs: settings.TASK_LEASE_MS,
    heartbeatMs: settings.TASK_HEARTBEAT_MS,
    sweepIntervalMs: settings.SWEEP_INTERVAL_MS,
    sweepGapMs: settings.SWEEP_GAP_MS,
    pollIntervalMs: settings.POLL_INTERVAL_MS,
    retryBaseMs: settings.RETRY_BASE_MS,
    retryCapMs: settings.RETRY_CAP_MS,
    jobDeadlineMs: settings.JOB_DEADLINE_MS,
    shutdownGraceMs: settings.SHUTDOWN_GRACE_MS,
    recountIntervalMs: settings.RECOUNT_INTERVAL_MS,
    freshDays: settings.ENRICHMENT_FRESH_DAYS,
  };
}

/** Exponential backoff with full jitter. */
export function backoffMs(
  attempt: number,
  settings: Pick<EngineSettings, "retryBaseMs" | "retryCapMs">,
): number {
  return Math.ceil(Math.random() * Math.min(settings.retryCapMs, settings.retryBaseMs * 2 ** attempt));
}

/** How long a job may take from its first claim: the setting, or what target and platform need. */
export function deadlineMs(
  need: { targetResults: number; pageSize: number; searchMs: number; profileMs: number; parallelMax: number },
  settings: Pick<EngineSettings, "jobDeadlineMs">,
): number {
  const pages = Math.ceil(need.targetResults / need.pageSize);
  const workMs = pages * need.searchMs + need.targetResults * need.profileMs;
  return Math.max(settings.jobDeadlineMs, Math.ceil((DEADLINE_FACTOR * workMs) / need.parallelMax));
}
