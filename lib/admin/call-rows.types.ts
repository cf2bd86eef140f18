import { z } from "zod";
import { queryNumber } from "#lib/http/query-number.ts";
import { CALL_CHOICES } from "./row-choices.types.ts";

export const adminCallsQuerySchema = z.strictObject({
  provider: z.string().max(100),
  outcome: z.enum(CALL_CHOICES).optional(),
  hours: queryNumber(1, 720).default(1),
  limit: queryNumber(1, 100).default(50),
  cursor: z.string().max(400).optional(),
});
export type AdminCallsQuery = z.infer<typeof adminCallsQuerySchema>;

/** One HTTP try at a provider. */
export interface AdminCall {
  callId: string;
  /** Null where no job asked for it. */
  jobId: string | null;
  action: string;
  /** What it was for: a keyword, a creator. */
  reason: string | null;
  /** `started`, `ok`, `unknown` (its process died), `aborted`, or the kind of error. */
  outcome: string;
  /** HTTP; null where no answer came. */
  status: number | null;
  durationMs: number | null;
  /** Provider credits. */
  cost: number;
  startedAt: string;
}

export interface AdminCallsAnswer {
  calls: AdminCall[];
  nextCursor: string | null;
}
