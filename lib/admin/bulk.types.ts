import { z } from "zod";
import type { ErrorCode } from "#lib/errors.ts";
import { jobFilterShape } from "./admin.types.ts";

/** The shapes of what is done to all jobs of a filter. */

export const bulkBodySchema = z
  .strictObject({
    ...jobFilterShape,
    hours: z.int().min(1).max(720).default(24),
    /** `nextCursor` of the answer before. */
    cursor: z.string().max(400).optional(),
  })
  .refine(
    ({ provider, platform, accountId, kind, reason }) =>
      [provider, platform, accountId, kind, reason].some((value) => value !== undefined),
    "must name at least one of provider, platform, accountId, kind, reason",
  );

export type BulkBody = z.infer<typeof bulkBodySchema>;

/** Why it could not be done to some jobs. */
export interface BulkReason {
  code: ErrorCode;
  /** What the first of them was told. */
  message: string;
  count: number;
}

export interface BulkAnswer {
  /** Jobs that it was done to. */
  done: number;
  /** Jobs that refused, or where it went wrong; without a cursor, asking again tries them again. */
  failed: number;
  /** Of those, the most frequent first. */
  reasons: BulkReason[];
  /** More jobs are meant than one request takes: ask again. */
  more: boolean;
  /** Goes on behind the jobs of this request, with none that was made since the first one; null where there are no more. */
  nextCursor: string | null;
}
