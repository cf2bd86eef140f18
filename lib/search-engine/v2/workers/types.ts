import type { Sql } from "#lib/db/index.ts";
import type { PlatformAdapter } from "../adapters/interface.ts";
import type { EngineSettings } from "../core/config.ts";
import type { CachedCreator, FetchedCreator } from "../core/creator-cache.ts";
import type { KeywordExpander } from "../core/keyword-expander.ts";
import type { ProviderDefinition } from "../core/provider.ts";
import type { ProviderHttp } from "../core/provider-http.ts";

/** What a worker works with; one a process. */
export interface Engine {
  sql: Sql;
  /** This process's name in rows and logs. */
  worker: string;
  settings: EngineSettings;
  http: ProviderHttp;
  adapterOf: (platform: string) => PlatformAdapter;
  providerOf: (name: string) => ProviderDefinition;
  expand: KeywordExpander;
  /** Saves a fetched profile to the shared cache; many at once share a transaction. */
  save: (fetched: FetchedCreator) => Promise<CachedCreator | null>;
}

export interface TaskRun {
  /** Aborted when the lease is lost or the process stops. */
  signal: AbortSignal;
  /** Told for each call that the task was counted for and needs no more: there is room for another's. */
  onCallEnded?: () => void;
}
