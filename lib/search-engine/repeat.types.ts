import { z } from "zod";
import type { JobStatus } from "./types.ts";

/** A retry takes nothing: what failed is known. */
export const retryBodySchema = z.strictObject({});

export const againBodySchema = z.strictObject({
  /** The run that the new job belongs to; without, it makes one. */
  runId: z.uuid().optional(),
});
export type AgainBody = z.infer<typeof againBodySchema>;

export interface RetryAnswer {
  jobId: string;
  runId: string;
  status: JobStatus;
}
