import { adminTasksQuerySchema, listAdminTasks } from "#lib/admin/index.ts";
import { adminRoute } from "#lib/http/index.ts";

export const GET = adminRoute({ query: adminTasksQuerySchema }, async ({ caller, query }) =>
  Response.json(await listAdminTasks(caller, query)),
);
