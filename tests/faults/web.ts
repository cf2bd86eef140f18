import path from "node:path";
import { setTimeout as sleep } from "node:timers/promises";
import { freePort } from "#scripts/embedded-postgres/port.ts";
import { NEXT_SCRIPT, ROOT } from "#scripts/start/paths.ts";
import type { ProcessPlan } from "./victim.ts";

const READY_MAX_MS = 60_000;
const POLL_MS = 50;

export function workerPlan(name: string, environment: Record<string, string>): ProcessPlan {
  return { name, args: [path.join(ROOT, "scripts", "worker.ts")], environment };
}

/** The built web server on a free port of its own. */
export async function webPlan(
  name: string,
  environment: Record<string, string>,
): Promise<ProcessPlan & { port: number }> {
  const port = await freePort(0);
  return { name, port, args: [NEXT_SCRIPT, "start", "-H", "localhost", "-p", String(port)], environment };
}

/** @throws Error when it does not answer in time */
export async function untilAnswering(url: string): Promise<void> {
  const until = performance.now() + READY_MAX_MS;
  while (performance.now() < until) {
    const answer = await fetch(`${url}/api/health`).catch(() => null);
    await answer?.body?.cancel();
    if (answer?.ok) return;
    await sleep(POLL_MS);
  }
  throw new Error(`No answer from ${url} within ${READY_MAX_MS} ms; its log is in test-results/faults/.`);
}
