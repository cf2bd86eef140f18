import { createHash } from "node:crypto";
import { existsSync, globSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import path from "node:path";
import type { Sql } from "#lib/db/index.ts";
import { lastLines, startChild } from "#scripts/start/child.ts";
import { NEXT_SCRIPT, ROOT } from "#scripts/start/paths.ts";
import { freePort, startWeb, untilHealthy } from "#tests/support/app-processes.ts";
import type { BenchContext } from "./context.ts";
import type { World } from "./world.ts";

const APP = path.join(ROOT, "tests", "bench", "reference-app");
const STAMP = path.join(APP, ".next", "reference-sources");
const STOP_GRACE_MS = 2_000;
const LOG_LINES_SHOWN = 20;

/** What the product's routes are compared with: the same Next, the same database, and next to no work. */
export interface ReferenceApp {
  /** POST, one insert. */
  insertUrl: string;
  /** GET, one select by key. */
  selectUrl: string;
  stop(): Promise<void>;
}

/** Starts it beside the product, on the database of that world. Built when its sources or Next have changed. */
export async function startReferenceApp(context: BenchContext, world: World): Promise<ReferenceApp> {
  await build(context);
  await makeTable(world.sql);
  const [row] = await world.sql<{ id: number }[]>`select min(id) as id from reference_rows`;
  const port = await freePort();
  const url = `http://localhost:${port}`;
  const child = startWeb(
    port,
    { env: world.environment, logFile: path.join(context.logs, "reference-app.log") },
    APP,
  );
  const selectUrl = `${url}/select?id=${row?.id}`;
  await untilHealthy(selectUrl);
  return { insertUrl: `${url}/insert`, selectUrl, stop: () => child.stop(STOP_GRACE_MS) };
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

async function build({ logs, say }: BenchContext): Promise<void> {
  const fingerprint = fingerprintOf();
  if (existsSync(STAMP) && readFileSync(STAMP, "utf8") === fingerprint) return;
  say("Building the reference app …");
  rmSync(STAMP, { force: true });
  const logFile = path.join(logs, "reference-app-build.log");
  const env: NodeJS.ProcessEnv = { ...process.env, NODE_ENV: "production", NEXT_TELEMETRY_DISABLED: "1" };
  const end = await startChild({ args: [NEXT_SCRIPT, "build", APP], env, logFile }).ended;
  if (end !== "code 0") {
    throw new Error(`The reference app could not be built (${end}):\n${lastLines(logFile, LOG_LINES_SHOWN)}`);
  }
  writeFileSync(STAMP, fingerprint);
}

function fingerprintOf(): string {
  const hash = createHash("sha256");
  const sources = globSync(["app/**/*.{ts,tsx}", "*.{ts,json}"], { cwd: APP }).sort();
  for (const file of sources) hash.update(file).update(readFileSync(path.join(APP, file)));
  return hash.update(readFileSync(path.join(ROOT, "package-lock.json"))).digest("hex");
}
