import { env } from "#lib/env.ts";
import { logger } from "#lib/log/index.ts";
import { callTimeoutsMs } from "#lib/search-engine/v2/index.ts";
import { runMs } from "./qstash/routes.ts";
import { qstashSettings } from "./qstash/settings.ts";

/**
 * Checks, before anything is served, that the transport chosen here can work: its settings are there, and its time
 * limits are in order: QStash waits at least as long as a route may run, a route longer than a provider's call.
 * @throws Error that says what is wrong
 */
export function requireWorkingQueue(): void {
  if (env("queue").QUEUE !== "qstash") return;
  qstashSettings();
  const { search, enrich, expand } = callTimeoutsMs();
  const limits = { search, enrich, expand };
  for (const [kind, callMs] of Object.entries(limits)) {
    const runMaxMs = runMs(kind as keyof typeof limits);
    if (callMs < runMaxMs) continue;
    throw new Error(
      `A call of a ${kind} task may take ${callMs} ms, which is not less than the ${runMaxMs} ms that its route has.`,
    );
  }
}

/** For a server, which would otherwise stay up and answer every request with an error. */
export function endUnlessQueueWorks(): void {
  try {
    requireWorkingQueue();
  } catch (error) {
    const message = error instanceof Error ? error.message : String(error);
    logger.fatal({ message }, "start.refused");
    process.exit(1);
  }
}
