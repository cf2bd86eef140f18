import { z } from "zod";
import { readJobTimeline } from "#lib/admin/index.ts";
import { adminRoute } from "#lib/http/index.ts";
import { timelineQuerySchema } from "#lib/search-engine/index.ts";

const timeline = { params: z.object({ jobId: z.uuid() }), query: timelineQuerySchema, resource: "job" };

export const GET = adminRoute(timeline, async ({ caller, params, query }) =>
  Response.json(await readJobTimeline(caller, params.jobId, query)),
);
