import type { Sql } from "#lib/db/index.ts";
import type { BenchContext } from "./context.ts";
import { startOtherApp } from "./other-app.ts";
import type { World } from "./world.ts";

/** What the product's routes are compared with: the same Next, the same database, and next to no work. */
export interface ReferenceApp {
  /** POST, one insert. */
  insertUrl: string;
  /** GET, one select by key. */
  selectUrl: string;
  stop(): Promise<void>;
}

/** Starts it beside the product, on the database of that world. */
export async function startReferenceApp(context: BenchContext, world: World): Promise<ReferenceApp> {
  await makeTable(world.sql);
  const [row] = await world.sql<{ id: number }[]>`select min(id) as id from reference_rows`;
  const selectPath = `/select?id=${row?.id}`;
  const { url, stop } = await startOtherApp(context, {
    name: "reference-app",
    environment: world.environment,
    readyPath: selectPath,
  });
  return { insertUrl: `${url}/insert`, selectUrl: `${url}${selectPath}`, stop };
}

/** Of a size at which a lookup by key goes through an index, as the product's does. */
async function makeTable(sql: Sql): Promise<void> {
  await sql`
    create table reference_rows (id bigint generated always as identity primary key, body jsonb not null,
      created_at timestamptz not null default now())`;
  await sql`
    insert into reference_rows (body)
    select jsonb_build_object('platform', 'tiktok', 'targetResults', n) from generate_series(1, 10000) as n`;
  await sql`analyze reference_rows`;
}
