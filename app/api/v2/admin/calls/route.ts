import { adminCallsQuerySchema, listAdminCalls } from "#lib/admin/index.ts";
import { adminRoute } from "#lib/http/index.ts";

export const GET = adminRoute({ query: adminCallsQuerySchema }, async ({ caller, query }) =>
  Response.json(await listAdminCalls(caller, query)),
);
