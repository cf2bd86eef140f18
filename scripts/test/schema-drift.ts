import { spawnSync } from "node:child_process";
import { cp, mkdtemp, readdir, readFile, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import path from "node:path";
import config from "#drizzle.config.ts";
import { FAILED, type Outcome, PASSED } from "./outcome.ts";

const TIMEOUT_MS = 60_000;
/** drizzle-kit also exits with 0 when it fails, so only its word that nothing differs is believed. */
const CONTRADICTION_FREE = "Everything's fine";
const UNCHANGED = "No schema changes";

/**
 * Fails when the migrations contradict one another, or when the schema in TypeScript differs from what they
 * make: a migration generated beside a copy of them must come out empty.
 */
export async function checkSchemaDrift(): Promise<Outcome> {
  const folder = await mkdtemp(path.join(tmpdir(), "shoal-schema-"));
  try {
    const copy = path.join(folder, "drizzle");
    await cp(config.out ?? "./drizzle", copy, { recursive: true });
    const before = await readdir(copy);
    // drizzle-kit takes the folder as relative to the working directory, also where it is not.
    const out = path.relative(process.cwd(), copy);
    const configFile = path.join(folder, "config.json");
    await writeFile(configFile, JSON.stringify({ ...config, out }));

    const isFree = drizzleKit("check", configFile, CONTRADICTION_FREE);
    const isUnchanged = drizzleKit("generate", configFile, UNCHANGED);
    if (isFree && isUnchanged) return PASSED;
    const added = (await readdir(copy)).filter((name) => !before.includes(name));
    for (const name of added) console.error(await readFile(path.join(copy, name), "utf8"));
    if (!isUnchanged) console.error("Schema and migrations differ: npm run db:generate.");
    return FAILED;
  } finally {
    await rm(folder, { recursive: true, force: true });
  }
}

function drizzleKit(command: string, configFile: string, expected: string): boolean {
  const program = path.resolve("node_modules/.bin/drizzle-kit");
  const { stdout, stderr, status } = spawnSync(process.execPath, [program, command, "--config", configFile], {
    encoding: "utf8",
    // No input: where it would ask about a rename, it fails.
    input: "",
    timeout: TIMEOUT_MS,
  });
  const isExpected = status === 0 && stdout.includes(expected);
  if (!isExpected) console.error(stdout, stderr);
  return isExpected;
}
