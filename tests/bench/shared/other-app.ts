import { createHash } from "node:crypto";
import { existsSync, globSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import path from "node:path";
import { lastLines, startChild } from "#scripts/start/child.ts";
import { NEXT_SCRIPT, ROOT } from "#scripts/start/paths.ts";
import { freePort, startWeb, untilHealthy } from "#tests/support/app-processes.ts";
import type { BenchContext } from "./context.ts";

const STOP_GRACE_MS = 2_000;
const LOG_LINES_SHOWN = 20;

/** A Next app of the benches' own, served as the product is. */
export interface OtherApp {
  url: string;
  stop(): Promise<void>;
}

/**
 * Starts the app that lies in that folder of tests/bench. Built when its sources or Next have changed.
 * @param readyPath answers well once the app does
 */
export async function startOtherApp(
  context: BenchContext,
  { name, environment, readyPath }: { name: string; environment: NodeJS.ProcessEnv; readyPath: string },
): Promise<OtherApp> {
  const folder = path.join(ROOT, "tests", "bench", name);
  await build(context, name, folder);
  const port = await freePort();
  const url = `http://localhost:${port}`;
  const child = startWeb(port, { env: environment, logFile: path.join(context.logs, `${name}.log`) }, folder);
  await untilHealthy(`${url}${readyPath}`);
  return { url, stop: () => child.stop(STOP_GRACE_MS) };
}

async function build({ logs, say }: BenchContext, name: string, folder: string): Promise<void> {
  const stamp = path.join(folder, ".next", "bench-sources");
  const fingerprint = fingerprintOf(folder);
  if (existsSync(stamp) && readFileSync(stamp, "utf8") === fingerprint) return;
  say(`Building the ${name} …`);
  rmSync(stamp, { force: true });
  const logFile = path.join(logs, `${name}-build.log`);
  const env: NodeJS.ProcessEnv = { ...process.env, NODE_ENV: "production", NEXT_TELEMETRY_DISABLED: "1" };
  const end = await startChild({ args: [NEXT_SCRIPT, "build", folder], env, logFile }).ended;
  if (end !== "code 0") {
    throw new Error(`The ${name} could not be built (${end}):\n${lastLines(logFile, LOG_LINES_SHOWN)}`);
  }
  writeFileSync(stamp, fingerprint);
}

function fingerprintOf(folder: string): string {
  const hash = createHash("sha256");
  const sources = globSync(["app/**/*.{ts,tsx,css}", "*.{ts,json}"], { cwd: folder }).sort();
  for (const file of sources) hash.update(file).update(readFileSync(path.join(folder, file)));
  return hash.update(readFileSync(path.join(ROOT, "package-lock.json"))).digest("hex");
}
