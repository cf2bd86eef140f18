import { setTimeout as delay } from "node:timers/promises";
import { ApiError } from "#components/api-client.ts";
import { createStatusPoller, type StatusView } from "#components/status-poller.ts";
import { isTerminal } from "#lib/search-engine/types.ts";
import type { AppClient } from "./app-client.ts";

const POLL_MS = 400;
/** An app that is restarted is waited for; one that stays away is an error. */
const FAILURES_MAX = 25;

/** Polls until the job has ended. @throws ApiError */
export async function followJob(
  app: AppClient,
  jobId: string,
  onView: (view: StatusView) => void,
): Promise<StatusView> {
  const poller = createStatusPoller(jobId, app.get);
  for (let failures = 0; ; ) {
    try {
      const view = await poller.poll();
      failures = 0;
      onView(view);
      if (isTerminal(view.status)) return view;
    } catch (error) {
      failures += 1;
      const isTransient = error instanceof ApiError && error.isTransient;
      if (!isTransient || failures > FAILURES_MAX) throw error;
    }
    await delay(POLL_MS);
  }
}
