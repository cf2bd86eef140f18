import { z } from "zod";
import { listPeople } from "#lib/auth/index.ts";
import { route } from "#lib/http/index.ts";

export const GET = route({ query: z.strictObject({}) }, async ({ caller }) =>
  Response.json(await listPeople(caller)),
);
