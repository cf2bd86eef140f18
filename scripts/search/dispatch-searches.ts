import { randomUUID } from "node:crypto";
import { setTimeout as delay } from "node:timers/promises";
import { ApiError } from "#components/api-client.ts";
import { dispatchRun, type RunDispatch } from "#components/search/dispatch-run.ts";
import type { EstimateBody } from "#lib/search-engine/estimate.types.ts";
import type { DispatchAnswer, DispatchBody } from "#lib/search-engine/types.ts";
import type { AppClient } from "./app-client.ts";
import { filterOptionOf } from "./filter-options.ts";
import type { SearchOptions } from "./options.ts";
import { UsageError } from "./usage-error.ts";

/** No answer says nothing: the same request again makes no second search. */
const TRIES_MAX = 3;
const RETRY_MS = 1_000;
const OPTION_OF_FIELD: Readonly<Record<string, string>> = {
  platform: "--platform",
  keywords: "--keywords",
  targetResults: "--target",
};

/** What is asked of each platform, in the order of the options. */
export function bodiesOf({ platforms, keywords, target, expand, filters }: SearchOptions): EstimateBody[] {
  return platforms.map((platform) => ({ platform, keywords, targetResults: target, expand, filters }));
}

/**
 * Begins the searches of the options as one run.
 * @throws UsageError for what an option says, ApiError, both only when nothing was begun
 */
export async function dispatchSearches(
  app: AppClient,
  options: SearchOptions,
  isStopped: () => boolean,
): Promise<RunDispatch & { runId: string }> {
  const run = await dispatchRun(bodiesOf(options), (body) => dispatchOne(app, body), { isStopped });
  const { runId } = run;
  if (runId === null) throw asUsageError(run.refused[0]?.error);
  return { ...run, runId };
}

async function dispatchOne(app: AppClient, body: DispatchBody): Promise<DispatchAnswer> {
  const headers = { "Idempotency-Key": randomUUID() };
  for (let tries = 1; ; tries += 1) {
    try {
      return await app.postJson<DispatchAnswer>("/api/v2/dispatch", body, headers);
    } catch (error) {
      if (!(error instanceof ApiError) || !error.isTransient || tries >= TRIES_MAX) throw error;
      await delay(RETRY_MS);
    }
  }
}

/** What the API says of a field, as what it says of the option. */
export function asUsageError(error: unknown): unknown {
  if (!(error instanceof ApiError) || error.status !== 400) return error;
  const field = error.field ?? "";
  const option = OPTION_OF_FIELD[field.split("[", 1)[0] ?? ""] ?? filterOptionOf(field);
  return option === undefined ? error : new UsageError(`${option}: ${error.message}`);
}
