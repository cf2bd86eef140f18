export const CREATOR_STATES = ["found", "enriched", "unavailable", "failed", "skipped"] as const;
/** `found`: its details are still to come. */
export type CreatorState = (typeof CREATOR_STATES)[number];
