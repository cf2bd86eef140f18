import { needsSandbox, sandboxEnvironment } from "./environment.ts";
import type { Shutdown } from "./shutdown.ts";
import { startStandIn } from "./stand-in.ts";

/** Starts the stand-in for providers without a key. Returns the settings that lead to it; none if not needed. */
export async function startSandbox(
  shutdown: Shutdown,
  say: (line: string) => void,
): Promise<Record<string, string>> {
  if (!needsSandbox()) return {};
  const url = await startStandIn(shutdown, {
    name: "The sandbox",
    script: "sandbox.ts",
    log: "sandbox.log",
    say,
  });
  return sandboxEnvironment(url);
}
