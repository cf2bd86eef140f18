import { route } from "#lib/http/index.ts";
import { readStatus, statusQuerySchema } from "#lib/search-engine/index.ts";

export const GET = route({ query: statusQuerySchema }, async ({ caller, request, query }) => {
  const { etag, body } = await readStatus(caller, query, request.headers.get("if-none-match"));
  const headers = { ETag: etag, "Cache-Control": "private, no-cache" };
  if (body === null) return new Response(null, { status: 304, headers });
  return new Response(body, { headers: { ...headers, "Content-Type": "application/json" } });
});
