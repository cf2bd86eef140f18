import { failuresQuerySchema, listFailures } from "#lib/admin/index.ts";
import { adminRoute } from "#lib/http/index.ts";

export const GET = adminRoute({ query: failuresQuerySchema }, async ({ caller, query }) =>
  Response.json(await listFailures(caller, query)),
);
