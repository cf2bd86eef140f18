import type { ProviderErrorKind } from "./provider-error.ts";

export interface ProviderLimits {
  /** Calls under way at once, over all processes. */
  parallelMax: number;
  callsPerSecondMax: number;
  /** The longest that one call may take, where that is shorter than the platform's own limit. */
  callTimeoutMs?: number;
}

export interface ProviderConnection {
  baseUrl: string;
  headers: Record<string, string>;
}

/** Who answers the calls of one or more platforms: its address, its limits, how it words errors and cost. */
export interface ProviderDefinition {
  readonly name: string;
  limits(): ProviderLimits;
  /** @throws ProviderError `unauthorized` when its key is not set. */
  connection(): ProviderConnection;
  /** The error that a body carries whatever its status, or null. */
  readError(body: unknown): { kind: ProviderErrorKind; status: number | null; message: string } | null;
  /** Credits that the answer says it cost, or null where it does not say. */
  readCost(body: unknown): number | null;
  /** Since when the provider has had this answer in store; null for one that it has just fetched. */
  readStoredAt(body: unknown): Date | null;
  /** The keys of every answer that are the provider's own and read here, not by an adapter. */
  readonly envelopeKeys: readonly string[];
}
