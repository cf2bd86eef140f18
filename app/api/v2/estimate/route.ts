import { route } from "#lib/http/index.ts";
import { estimateBodySchema, estimateSearch } from "#lib/search-engine/index.ts";

export const POST = route({ body: estimateBodySchema }, async ({ caller, body }) =>
  Response.json(await estimateSearch(caller, body)),
);
