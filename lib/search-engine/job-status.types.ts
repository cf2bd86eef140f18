export const JOB_STATUSES = [
  "pending",
  "dispatching",
  "searching",
  "enriching",
  "completed",
  "partial",
  "error",
  "cancelled",
] as const;
export type JobStatus = (typeof JOB_STATUSES)[number];

const TERMINAL: ReadonlySet<JobStatus> = new Set(["completed", "partial", "error", "cancelled"]);

export function isTerminal(status: JobStatus): boolean {
  return TERMINAL.has(status);
}
