import { adminJobsQuerySchema, listAdminJobs } from "#lib/admin/index.ts";
import { adminRoute } from "#lib/http/index.ts";

export const GET = adminRoute({ query: adminJobsQuerySchema }, async ({ caller, query }) =>
  Response.json(await listAdminJobs(caller, query)),
);
