import { z } from "zod";
import { queryNumber } from "#lib/http/query-number.ts";
import type { CreatorProfile, Email } from "./v2/core/types.ts";

/** In the order in which an answer lists them. */
export const COMPARE_KINDS = ["new", "changed", "gone", "same"] as const;
export type CompareKind = (typeof COMPARE_KINDS)[number];

export const compareQuerySchema = z.strictObject({
  /** The run to compare with; without, the newest earlier one that asked for the same. */
  with: z.uuid().optional(),
  kind: z.enum(COMPARE_KINDS).optional(),
  limit: queryNumber(1, 500).default(100),
  cursor: z.string().max(500).optional(),
});
export type CompareQuery = z.infer<typeof compareQuerySchema>;

export interface ComparedRun {
  runId: string;
  /** When it was asked for; ISO 8601. */
  at: string;
  /** `running`: not all of it is there yet. `partial`: it ended, stopped or with gaps that no retry has closed. */
  state: "running" | "complete" | "partial";
}

/** A field that differs: `before` is of the other run, null where it was not told. */
export type FieldChange =
  | { field: "followers" | "engagementRate"; before: number | null; after: number | null }
  | { field: "bio"; before: string | null; after: string | null }
  /** Addresses, sorted. */
  | { field: "emails"; before: string[]; after: string[] };

export interface ComparedCreator {
  platform: string;
  platformId: string;
  kind: CompareKind;
  /** As this run has it; of one that is gone, as the other had it. */
  profile: CreatorProfile;
  emails: Email[];
  /** Empty unless it has changed. */
  changes: FieldChange[];
}

export interface CompareAnswer extends ComparedRun {
  /** Null where nothing earlier asked for the same: then nothing is counted and listed. */
  with: ComparedRun | null;
  /** Of all kinds, whichever was asked for. Creators that do not fit the filters count in neither run. */
  counts: Record<CompareKind, number>;
  creators: ComparedCreator[];
  nextCursor: string | null;
}
