import { route } from "#lib/http/index.ts";
import { suggestBodySchema, suggestKeywords } from "#lib/search-engine/index.ts";

export const POST = route({ body: suggestBodySchema }, async ({ caller, body }) =>
  Response.json(await suggestKeywords(caller, body)),
);
