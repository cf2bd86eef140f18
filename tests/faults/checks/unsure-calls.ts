import { type LoggedCall, unitOf } from "../evidence/index.ts";
import { CALL_TIMEOUT_MS, LEASE_MS } from "../settings.ts";
import { type Evidence, recordsOf } from "./check.ts";

/** A strike's time is taken a moment before it or after; and a busy machine is slow to write down what a call came to. */
const BEFORE_MS = 100;
const AFTER_MS = 1_000;

type UnsureEvidence = Pick<Evidence, "calls" | "providerCalls" | "struck" | "outages" | "records" | "run">;

/** Calls whose end is not known, and that nothing struck which could have hidden it. */
export function findUnexplained(evidence: UnsureEvidence): LoggedCall[] {
  const cutOff = countCutOff(evidence);
  const given = givenUpJobs(evidence);
  return evidence.calls.filter((call) => {
    if (call.outcome === "unknown") return !wasStruck(evidence, call, BEFORE_MS);
    if (call.outcome === "cancelled") {
      return !given.has(call.jobId) && !wasStruck(evidence, call, LEASE_MS + AFTER_MS);
    }
    if (call.outcome !== "network") return false;
    // Each call that was cut off explains one, not all of its keyword or creator.
    const left = cutOff.get(call.unit) ?? 0;
    cutOff.set(call.unit, left - 1);
    return left <= 0;
  });
}

/**
 * Whether the call's process was killed or stopped while it may have been under way, a connection was cut as it passed
 * the gate or ended, or Postgres was gone.
 */
function wasStruck({ struck, outages }: UnsureEvidence, call: LoggedCall, beforeMs: number): boolean {
  const from = call.startedAt - beforeMs;
  const to = (call.completedAt ?? call.startedAt + CALL_TIMEOUT_MS) + AFTER_MS;
  if (outages.some((outage) => outage.from <= to && outage.to >= from)) return true;
  return struck.some(({ what, at, processId }) => {
    if (processId !== call.processId || at < from) return false;
    return at <= (what === "cut" && call.completedAt === null ? call.startedAt + AFTER_MS : to);
  });
}

/** The jobs whose calls are given up: their user cancelled them, or they missed their deadline. */
function givenUpJobs(evidence: UnsureEvidence): Set<string> {
  const late = recordsOf(evidence).filter(
    ({ error, cancelRequestedAt }) => error === "deadline" || cancelRequestedAt !== null,
  );
  return new Set(late.map(({ id }) => id));
}

function countCutOff({ providerCalls }: UnsureEvidence): Map<string, number> {
  const counts = new Map<string, number>();
  for (const call of providerCalls) {
    const unit = unitOf(call);
    if (call.isCutOff) counts.set(unit, (counts.get(unit) ?? 0) + 1);
  }
  return counts;
}
