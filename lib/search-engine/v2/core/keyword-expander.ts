import type { Sql } from "#lib/db/index.ts";
import type { env } from "#lib/env.ts";
import { logger } from "#lib/log/index.ts";
import { expandByRules } from "./keyword-rules.ts";
import { ProviderError } from "./provider-error.ts";
import type { CallPurpose } from "./provider-http.ts";

/** Calls of the model under way at once, over all processes. */
export const EXPANSION_CALLS_MAX = 4;

export interface ExpandedKeyword {
  keyword: string;
  /** Why it was added, for people. */
  reason: string;
}

export interface Expansion {
  keywords: ExpandedKeyword[];
  /** Who thought of them: `rules`, or a model's name. */
  source: string;
}

export interface ExpansionRequest {
  keywords: readonly string[];
  platform: string;
  keywordsMax: number;
  /** For whom the model is asked. Once its signal is aborted, nobody waits for the answer. */
  purpose: Omit<CallPurpose, "reason">;
}

/** Gives more keywords like the given ones, none of which it repeats. */
export interface KeywordExpander {
  (request: ExpansionRequest): Promise<Expansion>;
  /** Who is asked first, when that is not the rules. */
  readonly source?: string;
}

/**
 * Asks the model where its key is set, and falls back on the rules whatever becomes of that: no key, no time,
 * a closed gate, an answer that cannot be used. Rejects only for a caller that has given up.
 */
export function createExpander(sql: Sql, settings: ReturnType<typeof env<"model">>): KeywordExpander {
  const { OPENAI_API_KEY: apiKey, OPENAI_MODEL: source } = settings;
  if (!apiKey) return expandByRules;
  let model: Promise<KeywordExpander> | null = null;
  // Most processes never ask: the client is not loaded before somebody does.
  const load = async () => {
    const { modelExpander } = await import("./keyword-model.ts");
    return modelExpander(sql, {
      apiKey,
      baseUrl: settings.OPENAI_BASE_URL,
      model: source,
      timeoutMs: settings.EXPANSION_TIMEOUT_MS,
    });
  };
  const expand = async (request: ExpansionRequest) => {
    try {
      model ??= load();
      const ask = await model;
      return await ask(request);
    } catch (error) {
      const { signal, jobId } = request.purpose;
      if (signal.aborted) throw error;
      const known =
        error instanceof ProviderError ? { kind: error.kind, status: error.status } : { err: error };
      logger.warn({ ...known, jobId, model: source }, "expansion.fell_back");
      return expandByRules(request);
    }
  };
  return Object.assign(expand, { source });
}
