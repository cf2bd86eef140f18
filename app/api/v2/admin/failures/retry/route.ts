import { bulkBodySchema, retryJobs } from "#lib/admin/index.ts";
import { adminRoute } from "#lib/http/index.ts";

export const POST = adminRoute({ body: bulkBodySchema }, async ({ caller, body }) =>
  Response.json(await retryJobs(caller, body)),
);
