import { sql } from "../database.ts";

export const dynamic = "force-dynamic";

/** One row by its key. */
export async function GET(request: Request): Promise<Response> {
  const id = new URL(request.url).searchParams.get("id");
  const [row] = await sql`select id, body from reference_rows where id = ${id}`;
  return Response.json(row);
}
