import type { Caller } from "#lib/auth/index.ts";
import { database } from "#lib/db/index.ts";
import { requireAdapter } from "./require-adapter.ts";
import type { SuggestAnswer, SuggestBody } from "./types.ts";
import { EXPANSION_PROVIDER } from "./v2/core/config.ts";
import { expandOnce } from "./v2/core/keyword-cache.ts";
import { createEngine, type Engine, ensureProvider } from "./v2/index.ts";

let engine: Engine | null = null;

/**
 * The keywords that `expand` would add to a search with these, before it is begun. Asks the model or its cache;
 * whatever becomes of that, rules answer within EXPANSION_TIMEOUT_MS.
 * @throws AppError for a platform that is not there.
 */
export async function suggestKeywords(caller: Caller, body: SuggestBody): Promise<SuggestAnswer> {
  const { platform, keywords } = body;
  requireAdapter(platform);
  const sql = database();
  // One for the process: its calls queue up at the gate together.
  engine ??= createEngine(sql);
  await ensureProvider(sql, EXPANSION_PROVIDER);
  const expansion = await expandOnce(sql, engine.expand, {
    keywords,
    platform,
    purpose: {
      accountId: caller.accountId,
      userId: caller.userId,
      jobId: null,
      lease: null,
      // Also for a caller who has gone: what was asked is paid, and kept for the next.
      signal: new AbortController().signal,
    },
  });
  return { keywords: expansion.keywords, source: expansion.source, cached: expansion.isCached };
}
