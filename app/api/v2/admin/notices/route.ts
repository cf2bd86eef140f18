import { z } from "zod";
import { listNotices } from "#lib/admin/index.ts";
import { adminRoute } from "#lib/http/index.ts";

export const GET = adminRoute({ query: z.strictObject({}) }, async ({ caller }) =>
  Response.json(await listNotices(caller)),
);
