import { z } from "zod";
import { route } from "#lib/http/index.ts";
import { readTimeline, timelineQuerySchema } from "#lib/search-engine/index.ts";

const timeline = { params: z.object({ jobId: z.uuid() }), query: timelineQuerySchema, resource: "job" };

export const GET = route(timeline, async ({ caller, params, query }) =>
  Response.json(await readTimeline(caller, params.jobId, query)),
);
