import { z } from "zod";
import { route } from "#lib/http/index.ts";
import { readUsage } from "#lib/usage/index.ts";

export const GET = route({ query: z.strictObject({}) }, async ({ caller }) =>
  Response.json(await readUsage(caller)),
);
