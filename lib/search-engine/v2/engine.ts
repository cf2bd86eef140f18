import { randomBytes } from "node:crypto";
import { hostname } from "node:os";
import type { Sql } from "#lib/db/index.ts";
import { env } from "#lib/env.ts";
import { adapterProviders, getAdapter, getProvider, platforms } from "./adapters/registry.ts";
import { coalesce } from "./core/coalesce.ts";
import { type EngineSettings, EXPANSION_PROVIDER, engineSettings } from "./core/config.ts";
import { type FetchedCreator, saveFetched } from "./core/creator-cache.ts";
import { createExpander, EXPANSION_CALLS_MAX } from "./core/keyword-expander.ts";
import { ProviderHttp } from "./core/provider-http.ts";
import { retryTransient } from "./core/retry-transient.ts";
import type { Engine } from "./workers/types.ts";

const SAVE_BATCH_MAX = 50;

/** What a process needs to work on tasks. */
export function createEngine(sql: Sql, settings: EngineSettings = engineSettings()): Engine {
  return {
    sql,
    worker: `${hostname()}:${process.pid}:${randomBytes(3).toString("hex")}`,
    settings,
    http: new ProviderHttp(sql),
    adapterOf: getAdapter,
    providerOf: getProvider,
    expand: createExpander(sql, env("model")),
    save: coalesce(async (fetched: FetchedCreator[]) => {
      const saved = await retryTransient(() => saveFetched(sql, fetched));
      return fetched.map(
        ({ platform, platformId }) =>
          saved.find((row) => row.platformId === platformId && row.platform === platform) ?? null,
      );
    }, SAVE_BATCH_MAX),
  };
}

/** The lanes that tasks wait in. */
export function lanes(): string[] {
  return [...adapterProviders(), EXPANSION_PROVIDER];
}

/** How many calls of a lane may be under way at once. */
export function getProviderLimits(provider: string): { parallelMax: number } {
  return provider === EXPANSION_PROVIDER
    ? { parallelMax: EXPANSION_CALLS_MAX }
    : getProvider(provider).limits();
}

/** The longest that one call of a task may take, by kind of task. */
export function callTimeoutsMs(): { search: number; enrich: number; expand: number } {
  const longest = Math.max(...platforms().map((platform) => getAdapter(platform).limits.callTimeoutMs));
  return { search: longest, enrich: longest, expand: env("model").EXPANSION_TIMEOUT_MS };
}
