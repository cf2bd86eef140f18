import { makeRow } from "../row.ts";

/** GET: `count` rows behind the first `after`. */
export function GET(request: Request): Response {
  const query = new URL(request.url).searchParams;
  const after = Number(query.get("after"));
  const count = Number(query.get("count"));
  return Response.json(Array.from({ length: count }, (_, index) => makeRow(after + index + 1)));
}
