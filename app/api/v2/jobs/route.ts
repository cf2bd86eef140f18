import { route } from "#lib/http/index.ts";
import { jobListQuerySchema, listJobs } from "#lib/search-engine/index.ts";

export const GET = route({ query: jobListQuerySchema }, async ({ caller, query }) =>
  Response.json(await listJobs(caller, query)),
);
