import { createHash } from "node:crypto";
import { asWorker, type Sql } from "#lib/db/index.ts";
import { EXPANSION_KEYWORDS_MAX } from "./config.ts";
import { distinctKeywords } from "./keyword.ts";
import type { Expansion, ExpansionRequest, KeywordExpander } from "./keyword-expander.ts";
import { RULES } from "./keyword-rules.ts";

/** Raised when the prompt or the rules change, so that what was kept is asked again. */
const EXPANSION_VERSION = 2;

/**
 * The expansion of a set of keywords; the same question is asked once and its answer kept. What rules gave in a
 * model's place is not: the model is asked again next time. No transaction is open while it is asked.
 */
export async function expandOnce(
  sql: Sql,
  expand: KeywordExpander,
  request: Omit<ExpansionRequest, "keywordsMax">,
): Promise<Expansion & { isCached: boolean }> {
  const keywords = distinctKeywords(request.keywords);
  const source = expand.source ?? RULES;
  const key = keyOf(source, request.platform, keywords);
  const kept = await find(sql, key);
  if (kept) return { ...kept, isCached: true };
  const expansion = await expand({ ...request, keywords, keywordsMax: EXPANSION_KEYWORDS_MAX });
  if (source === RULES || expansion.source !== RULES) await keep(sql, key, request.platform, expansion);
  return { ...expansion, isCached: false };
}

/** Whether what this source would be asked is kept already. */
export async function isExpansionKept(
  sql: Sql,
  source: string,
  question: { platform: string; keywords: readonly string[] },
): Promise<boolean> {
  const keywords = distinctKeywords(question.keywords);
  return (await find(sql, keyOf(source, question.platform, keywords))) !== undefined;
}

function keyOf(source: string, platform: string, keywords: readonly string[]): string {
  const question = JSON.stringify([EXPANSION_VERSION, source, platform, [...keywords].sort()]);
  return createHash("sha256").update(question).digest("hex");
}

async function find(sql: Sql, key: string): Promise<Expansion | undefined> {
  const [kept] = await asWorker(
    sql,
    (transaction) => transaction<Expansion[]>`
      select keywords, source from keyword_expansions where key = ${key}`,
  );
  return kept;
}

function keep(sql: Sql, key: string, platform: string, { keywords, source }: Expansion): Promise<unknown> {
  return asWorker(
    sql,
    (transaction) => transaction`
      insert into keyword_expansions (key, platform, source, keywords)
      values (${key}, ${platform}, ${source}, ${transaction.json(keywords.map((keyword) => ({ ...keyword })))})
      on conflict do nothing`,
  );
}
