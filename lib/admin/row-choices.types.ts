import { TASK_CHOICES } from "#lib/search-engine/task.types.ts";

/** `due` are pending ones that nothing but a free worker keeps waiting. */
export const ADMIN_TASK_CHOICES = [...TASK_CHOICES, "due"] as const;
export type AdminTaskChoice = (typeof ADMIN_TASK_CHOICES)[number];

/** Calls that have not ended, that have, and those of the latter that went wrong. */
export const CALL_CHOICES = ["under_way", "ended", "failed"] as const;
export type CallChoice = (typeof CALL_CHOICES)[number];
