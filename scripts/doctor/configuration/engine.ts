import type { SettingsReport } from "#lib/env.ts";
import { type Finding, ok, problem, warning } from "../finding.ts";
import type { ConfigurationCheck } from "./check.ts";

type EngineSettings = SettingsReport<"engine">["values"];

/** A dead worker's tasks are to be had again within their lease and this. */
const SWEEP_INTERVAL_USUAL_MAX_MS = 15_000;
/** The health page takes a worker that has not reported for this long for gone. */
const BEAT_AGE_MAX_MS = 30_000;

export const engineCheck: ConfigurationCheck<"engine"> = {
  group: "engine",
  title: "Search engine",
  look({ wrong, values }) {
    const findings = RELATIONS.flatMap((relation) => relation(values) ?? []);
    if (findings.length > 0 || wrong.length > 0) return findings;
    return [ok("Leases, heartbeat, sweep, retries and deadline fit one another.")];
  },
};

const RELATIONS: readonly ((settings: EngineSettings) => Finding | null)[] = [
  ({ TASK_HEARTBEAT_MS: beat, TASK_LEASE_MS: lease }) =>
    isMore(beat, lease, 1 / 2, "or equal")
      ? problem(
          "TASK_HEARTBEAT_MS must be less than half of TASK_LEASE_MS, or leases are lost while work goes on.",
        )
      : null,
  ({ TASK_HEARTBEAT_MS: beat }) =>
    isMore(beat, BEAT_AGE_MAX_MS, 1, "or equal")
      ? warning("TASK_HEARTBEAT_MS is 30 s or more: /api/health would take a living worker for gone.")
      : null,
  ({ SWEEP_INTERVAL_MS: sweep, SWEEP_GAP_MS: gap }) =>
    isMore(sweep, gap, 1, "or equal")
      ? problem("SWEEP_INTERVAL_MS must be less than SWEEP_GAP_MS, or every sweep moves the deadlines on.")
      : null,
  ({ SWEEP_INTERVAL_MS: sweep }) =>
    isMore(sweep, SWEEP_INTERVAL_USUAL_MAX_MS, 1)
      ? warning("SWEEP_INTERVAL_MS is more than 15 s: a dead worker's tasks wait longer than promised.")
      : null,
  ({ TRANSACTION_IDLE_MAX_MS: idle, TASK_LEASE_MS: lease }) =>
    isMore(idle, lease, 1, "or equal")
      ? problem(
          "TRANSACTION_IDLE_MAX_MS must be less than TASK_LEASE_MS, or a process that stands still blocks the others for longer than it keeps its tasks.",
        )
      : null,
  ({ RETRY_BASE_MS: base, RETRY_CAP_MS: cap }) =>
    isMore(base, cap, 1)
      ? problem("RETRY_BASE_MS must not be more than RETRY_CAP_MS, the longest wait.")
      : null,
  ({ JOB_DEADLINE_MS: deadline, TASK_LEASE_MS: lease }) =>
    isMore(lease, deadline, 1, "or equal")
      ? problem(
          "JOB_DEADLINE_MS must be more than TASK_LEASE_MS, or a job ends before a task is tried again.",
        )
      : null,
];

/** Whether the value exceeds that part of the limit; no, while one of them is not known. */
function isMore(
  value: number | undefined,
  limit: number | undefined,
  part: number,
  equal?: "or equal",
): boolean {
  if (value === undefined || limit === undefined) return false;
  return value > limit * part || (equal !== undefined && value === limit * part);
}
