import type { NoticesAnswer } from "#lib/admin/admin.types.ts";

/** Rules whose subject is a job; others speak of a bucket, a call, a creator. */
export const JOB_RULES: ReadonlySet<string> = new Set([
  "I2 tasks",
  "I2 I3 I8 I9 creators",
  "I7 ended with work left",
  "I11 job",
  "parked with nobody to release",
]);

/** The id of the job that a drift is about; null where it is about something else. */
export function driftJob({ rule, subject }: NoticesAnswer["drifts"][number]): string | null {
  return JOB_RULES.has(rule) ? subject : null;
}
