import { z } from "zod";
import { readOverview } from "#lib/admin/index.ts";
import { adminRoute } from "#lib/http/index.ts";

export const GET = adminRoute({ query: z.strictObject({}) }, async ({ caller }) =>
  Response.json(await readOverview(caller)),
);
