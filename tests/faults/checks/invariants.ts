import type { Violation } from "../live-checker.ts";
import type { Check, Failure } from "./check.ts";

export const emptyLive: Check = {
  name: "nothing contradicted itself at any look while the jobs ran (I2, I3, I5, I7 to I9, I11, I12)",
  find: ({ live }) => (live.looks === 0 ? { detail: "nobody looked" } : firstOf(live.violations)),
};

export const emptyAtEnd: Check = {
  name: "nothing contradicts itself at the end",
  find: ({ violationsAtEnd }) => firstOf(violationsAtEnd),
};

export const noDrift: Check = {
  name: "the sweeper's recounts found no counter that had drifted",
  async find({ sql }) {
    const [drift] = await sql<Violation[]>`
      select rule, null as job_id, subject, details from counter_drifts order by id limit 1`;
    return firstOf(drift ? [drift] : []);
  },
};

function firstOf([violation]: readonly Violation[]): Failure | null {
  if (!violation) return null;
  const { rule, subject, details, jobId } = violation;
  return { detail: `${rule}: ${subject} ${JSON.stringify(details)}`, jobId };
}
