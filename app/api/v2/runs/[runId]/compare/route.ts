import { z } from "zod";
import { route } from "#lib/http/index.ts";
import { compareQuerySchema, compareRuns } from "#lib/search-engine/index.ts";

const comparison = { params: z.object({ runId: z.uuid() }), query: compareQuerySchema, resource: "run" };

export const GET = route(comparison, async ({ caller, params, query }) =>
  Response.json(await compareRuns(caller, params.runId, query)),
);
