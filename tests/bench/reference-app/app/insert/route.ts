import { sql } from "../database.ts";

export const dynamic = "force-dynamic";

/** A body of the size of a dispatch, read and stored with one insert. */
export async function POST(request: Request): Promise<Response> {
  const body = await request.json();
  const [row] = await sql`insert into reference_rows (body) values (${sql.json(body)}) returning id`;
  return Response.json({ id: row?.id }, { status: 202 });
}
