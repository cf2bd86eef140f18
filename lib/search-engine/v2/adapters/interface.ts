import type { z } from "zod";
import type { FilterDeclaration } from "../core/filters.ts";
import type { Enrichment, SearchPage } from "../core/types.ts";

export interface ProviderRequest<T> {
  path: string;
  query: Record<string, string | undefined>;
  /** What the call is for, as the log shows it: "search", "profile". */
  action: string;
  timeoutMs: number;
  /**
   * What `parse` reads of the body; lists that it parses item by item are `itemsOf` their items' schema. Only
   * compared with what the provider sends: `parse` is what judges an answer.
   */
  format: z.ZodType;
  /** Turns the JSON body into what the caller wants; what it throws is the outcome of the call. */
  parse: (body: unknown) => T;
}

/** One GET at the provider, through the gate, logged and metered. Throws ProviderError. */
export type ProviderGet = <T>(request: ProviderRequest<T>) => Promise<T>;

export interface AdapterContext {
  get: ProviderGet;
}

/**
 * Everything that is particular to one platform. Adapters turn the provider's words into Shoal's and know
 * nothing of the database, the queue or the web app.
 */
export interface PlatformAdapter {
  /** The name in the API and in platform columns: lower case. */
  readonly platform: string;
  readonly displayName: string;
  /** Its own hosts, lower case, subdomains included: who writes to them reaches its staff, never a creator. */
  readonly hosts: readonly string[];
  /** Where its pictures lie, lower case, subdomains included: pictures are fetched from nowhere else. */
  readonly imageHosts: readonly string[];
  /** Whose gate, credits and rate limit the calls count against. */
  readonly provider: string;
  readonly limits: {
    /** Creators that a page brings at most; used for estimates only. */
    readonly pageSize: number;
    readonly pagesPerKeywordMax: number;
    /** A keyword's first pages, of which most creators come with their whole profile; used for estimates only. */
    readonly wholeProfilePages?: number;
    /** The longest that one call may take; leases are kept alive meanwhile. */
    readonly callTimeoutMs: number;
    /** What a search page and a profile usually take; used for deadlines and estimates. */
    readonly searchMs: number;
    readonly profileMs: number;
  };
  /** Where this platform tells what each filter asks about. */
  readonly filters: FilterDeclaration;

  /** One page for one keyword. `cursor` is null for the first page, else what the page before gave. */
  search(context: AdapterContext, request: { keyword: string; cursor: string | null }): Promise<SearchPage>;

  /** The full profile of one creator: one fetch. A profile that is gone or private is an outcome, no error. */
  enrich(context: AdapterContext, creator: { platformId: string; handle: string }): Promise<Enrichment>;
}
