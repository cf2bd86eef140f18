export const TASK_KINDS = ["search", "expand", "enrich", "analyze"] as const;
export type TaskKind = (typeof TASK_KINDS)[number];

export const TASK_STATES = ["pending", "parked", "running", "done", "failed", "cancelled"] as const;
export type TaskState = (typeof TASK_STATES)[number];

/** A state, or all of those before the end. */
export const TASK_CHOICES = ["open", ...TASK_STATES] as const;
export type TaskChoice = (typeof TASK_CHOICES)[number];
