import { setTimeout as delay } from "node:timers/promises";
import { ApiError } from "#components/api-client.ts";
import type { StatusPoller, StatusView } from "#components/status-poller.ts";
import { isTerminal } from "#lib/search-engine/types.ts";

const POLL_MS = 400;
/** An app that is restarted is waited for; one that stays away is an error. */
const FAILURES_MAX = 25;

/** Polls until the job has ended, or the signal. @throws ApiError */
export async function followJob(
  poller: StatusPoller,
  onView: (view: StatusView) => void,
  signal: AbortSignal,
): Promise<StatusView> {
  for (let failures = 0; ; ) {
    try {
      const view = await poller.poll();
      failures = 0;
      signal.throwIfAborted();
      onView(view);
      if (isTerminal(view.status)) return view;
    } catch (error) {
      failures += 1;
      const isTransient = error instanceof ApiError && error.isTransient;
      if (!isTransient || failures > FAILURES_MAX) throw error;
    }
    await delay(POLL_MS, undefined, { signal });
  }
}
