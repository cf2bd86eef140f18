import { existsSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import path from "node:path";
import { lastLines, startChild } from "./child.ts";
import { DATA, NEXT_SCRIPT, ROOT } from "./paths.ts";
import { sourcesFingerprint } from "./sources.ts";

const STAMP = path.join(ROOT, ".next", "shoal-sources");
const BUILD_ID = path.join(ROOT, ".next", "BUILD_ID");
const LOG = path.join(DATA, "build.log");
const LOG_LINES_SHOWN = 30;

/**
 * Builds the web app if its sources changed since the last build; Next's output goes to .data/build.log.
 * @returns whether it was built
 * @throws Error with the last lines of the log
 */
export async function buildIfChanged(
  options: { onBuild?: () => void; signal?: AbortSignal } = {},
): Promise<boolean> {
  const fingerprint = sourcesFingerprint();
  if (existsSync(BUILD_ID) && existsSync(STAMP) && readFileSync(STAMP, "utf8") === fingerprint) return false;
  options.onBuild?.();
  rmSync(STAMP, { force: true });
  await build(options.signal);
  // The fingerprint from before the build: sources that changed meanwhile are built next time.
  writeFileSync(STAMP, fingerprint);
  return true;
}

async function build(signal: AbortSignal | undefined): Promise<void> {
  const child = startChild({
    args: [NEXT_SCRIPT, "build"],
    env: {
      ...process.env,
      NODE_ENV: "production",
      NEXT_TELEMETRY_DISABLED: "1",
    },
    logFile: LOG,
  });
  const stop = () => void child.stop(0);
  signal?.addEventListener("abort", stop, { once: true });
  const end = await child.ended;
  signal?.removeEventListener("abort", stop);
  signal?.throwIfAborted();
  if (end !== "code 0") {
    throw new Error(
      `The build failed (${end}). The end of .data/build.log:\n${lastLines(LOG, LOG_LINES_SHOWN)}`,
    );
  }
}
