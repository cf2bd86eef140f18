import type { TaskState } from "#lib/search-engine/task.types.ts";

export const STATE_COLORS = {
  pending: "gray",
  parked: "gray",
  running: "tide",
  done: "green",
  failed: "red",
  cancelled: "gray",
} as const satisfies Record<TaskState, string>;
