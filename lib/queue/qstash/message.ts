import { z } from "zod";
import type { Wake } from "#lib/search-engine/v2/index.ts";

/** Raised when an older reader could misunderstand a message. */
const VERSION = 1;

/** What is delivered: it names the task and tells what the task is about; the row decides what is done. */
export const messageSchema = z.object({
  v: z.literal(VERSION),
  taskId: z.uuid(),
  jobId: z.uuid(),
  platform: z.string(),
  keyword: z.string().optional(),
  creatorIds: z.array(z.string()).optional(),
  batchIndex: z.int().optional(),
  totalBatches: z.int().optional(),
});
export type TaskMessage = z.infer<typeof messageSchema>;

export function messageOf({ taskId, jobId, platform, keyword, payload }: Wake): TaskMessage {
  const { creatorIds, batchIndex, totalBatches } = payload;
  return {
    v: VERSION,
    taskId,
    jobId,
    platform,
    ...(keyword === null ? {} : { keyword }),
    ...(creatorIds === undefined ? {} : { creatorIds }),
    ...(batchIndex === undefined ? {} : { batchIndex }),
    ...(totalBatches === undefined ? {} : { totalBatches }),
  };
}
