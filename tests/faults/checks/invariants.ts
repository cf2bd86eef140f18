import type { Violation } from "../live-checker.ts";
import { RECOUNT_INTERVAL_MS } from "../settings.ts";
import type { Check, Failure } from "./check.ts";

/** A recount that is late by so many intervals is one that fails each time. */
const RECOUNTS_MISSED_MAX = 5;

export const emptyLive: Check = {
  name: "nothing contradicted itself at any look while the jobs ran (I2, I3, I5, I7 to I9, I11, I12)",
  find: ({ looks }) => (looks.count === 0 ? { detail: "nobody looked" } : firstOf(looks.violations)),
};

export const emptyAtEnd: Check = {
  name: "nothing contradicts itself at the end",
  find: ({ violationsAtEnd }) => firstOf(violationsAtEnd),
};

export const noDrift: Check = {
  name: "the sweeper's recounts found no counter that had drifted",
  find({ recounts, calmSince }) {
    const missedMs = calmSince - recounts.lastAt;
    if (missedMs > RECOUNTS_MISSED_MAX * RECOUNT_INTERVAL_MS) {
      return {
        detail: `the last recount that succeeded was ${Math.round(missedMs)} ms before the last fault`,
      };
    }
    return firstOf(recounts.drifts);
  },
};

function firstOf([violation]: readonly Violation[]): Failure | null {
  if (!violation) return null;
  const { rule, subject, details, jobId } = violation;
  return { detail: `${rule}: ${subject} ${JSON.stringify(details)}`, jobId };
}
