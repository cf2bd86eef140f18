import type { Sql } from "#lib/db/index.ts";
import { env } from "#lib/env.ts";
import type { CallEnd } from "#lib/services/index.ts";
import type { PlatformAdapter, ProviderGet, ProviderRequest } from "./adapters/interface.ts";
import { getProvider } from "./adapters/registry.ts";
import { type Comparison, compareAnswer } from "./core/answer-comparison.ts";
import { EXPANSION_PROVIDER } from "./core/config.ts";
import { ensureProvider } from "./core/gate-switch.ts";
import { ProviderError, type ProviderErrorKind } from "./core/provider-error.ts";
import { ProviderHttp } from "./core/provider-http.ts";
import type { FoundCreator } from "./core/types.ts";

/** One call at a provider, made to see whether it still answers, and in the form that is expected. */
export interface CanaryCall {
  provider: string;
  platform: string | null;
  action: string;
  /** Of the endpoint; null where a client of the provider's own chooses it. */
  path: string | null;
  outcome: "ok" | ProviderErrorKind;
  /** Why the outcome is not ok, in the provider's words or ours; null when it is. */
  message: string | null;
  /** As the call's log row has them; null when no call was made, `status` also when no answer came. */
  status: number | null;
  durationMs: number | null;
  credits: number | null;
  /** Since when the provider has had the answer in store; null for one that it has just fetched. */
  storedAt: Date | null;
  /** Null when no answer came that could be compared. */
  comparison: Comparison | null;
}

export interface CanaryOptions {
  /** Also fetches the profile of the first creator that the search finds. */
  withProfile: boolean;
  /** Shortens the platform's own limit of a call; null leaves it. */
  timeoutMsMax: number | null;
  signal: AbortSignal;
}

/** Many write about it on every platform, so that the answer holds something to compare. */
const KEYWORD = "makeup";
const REASON = "doctor";

/** Why the provider cannot be called, such as a key that is not set; null when it can. */
export function findObstacle(provider: string): string | null {
  try {
    getProvider(provider).connection();
    return null;
  } catch (error) {
    if (error instanceof ProviderError) return error.message;
    throw error;
  }
}

/**
 * One search of the platform, and on demand one profile: each one call, through the gate, within the caps,
 * logged like every other. Outcomes are answered, not thrown.
 */
export async function tryPlatform(
  sql: Sql,
  adapter: PlatformAdapter,
  options: CanaryOptions,
): Promise<CanaryCall[]> {
  await ensureProvider(sql, adapter.provider);
  const http = new ProviderHttp(sql);
  let first: FoundCreator | undefined;
  const search = await observe(http, adapter, "search", options, async (get) => {
    const page = await adapter.search({ get }, { keyword: KEYWORD, cursor: null });
    first = page.creators[0];
  });
  if (!options.withProfile || !first) return [search];
  const creator = { platformId: first.platformId, handle: first.profile.handle };
  const profile = await observe(http, adapter, "profile", options, (get) => adapter.enrich({ get }, creator));
  return [search, profile];
}

async function observe(
  http: ProviderHttp,
  adapter: PlatformAdapter,
  action: string,
  { timeoutMsMax, signal }: CanaryOptions,
  work: (get: ProviderGet) => Promise<unknown>,
): Promise<CanaryCall> {
  const provider = getProvider(adapter.provider);
  const ended = Promise.withResolvers<CallEnd | null>();
  let asked: ProviderRequest<unknown> | undefined;
  let answer: { body: unknown } | undefined;
  const call = http.getFor(provider, { ...nobody(signal), reason: REASON, onEnd: ended.resolve });
  const get: ProviderGet = (request) => {
    asked = request;
    const parse = (body: unknown) => {
      answer = { body };
      return request.parse(body);
    };
    return call({ ...request, parse, timeoutMs: shorter(request.timeoutMs, timeoutMsMax) });
  };
  const failure = await failureOf(work(get));
  ended.resolve(null);
  return {
    ...describe(await ended.promise, failure),
    provider: provider.name,
    platform: adapter.platform,
    action,
    path: asked?.path ?? null,
    storedAt: answer ? provider.readStoredAt(answer.body) : null,
    comparison: asked && answer ? compareAnswer(asked.format, answer.body, provider.envelopeKeys) : null,
  };
}

/** One question to the model, for a single keyword, by the way that expansion takes. */
export async function tryModel(
  sql: Sql,
  platform: string,
  { timeoutMsMax, signal }: Pick<CanaryOptions, "timeoutMsMax" | "signal">,
): Promise<CanaryCall> {
  const settings = env("model");
  await ensureProvider(sql, EXPANSION_PROVIDER);
  const ended = Promise.withResolvers<CallEnd | null>();
  const { modelExpander } = await import("./core/keyword-model.ts");
  const ask = modelExpander(sql, {
    apiKey: settings.OPENAI_API_KEY ?? "",
    baseUrl: settings.OPENAI_BASE_URL,
    model: settings.OPENAI_MODEL,
    timeoutMs: shorter(settings.EXPANSION_TIMEOUT_MS, timeoutMsMax),
  });
  const purpose = { ...nobody(signal), onEnd: ended.resolve };
  const failure = await failureOf(ask({ keywords: [KEYWORD], platform, keywordsMax: 1, purpose }));
  ended.resolve(null);
  return {
    ...describe(await ended.promise, failure),
    provider: EXPANSION_PROVIDER,
    platform: null,
    action: "expand",
    path: null,
    storedAt: null,
    comparison: null,
  };
}

/** A call that belongs to no job. */
function nobody(signal: AbortSignal) {
  return { accountId: null, userId: null, jobId: null, lease: null, signal };
}

function shorter(limitMs: number, limitMsMax: number | null): number {
  return limitMsMax === null ? limitMs : Math.min(limitMs, limitMsMax);
}

/** @throws what is no ProviderError: not the provider's doing. */
async function failureOf(work: Promise<unknown>): Promise<ProviderError | null> {
  try {
    await work;
    return null;
  } catch (error) {
    if (error instanceof ProviderError) return error;
    throw error;
  }
}

/** An adapter may take a failure for an outcome of its own; the log tells what became of the call. */
function describe(end: CallEnd | null, failure: ProviderError | null) {
  return {
    outcome: failure?.kind ?? (end?.outcome === "not_found" ? "not_found" : "ok"),
    message: failure?.message ?? (end?.outcome === "not_found" ? "The provider does not know it." : null),
    status: end?.status ?? failure?.status ?? null,
    durationMs: end?.durationMs ?? null,
    credits: end?.cost ?? null,
  } as const;
}
