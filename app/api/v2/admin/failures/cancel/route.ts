import { bulkBodySchema, cancelJobs } from "#lib/admin/index.ts";
import { adminRoute } from "#lib/http/index.ts";

export const POST = adminRoute({ body: bulkBodySchema }, async ({ caller, body }) =>
  Response.json(await cancelJobs(caller, body)),
);
