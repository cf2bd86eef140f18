import type { Transaction } from "#lib/db/index.ts";

export interface NewKeyword {
  keyword: string;
  source: "user" | "expansion";
  reason: string | null;
}

/** Search tasks, one a keyword: the first `pendingCount` go to work, those beyond the target start parked. */
export function insertKeywords(
  transaction: Transaction,
  job: { id: string; accountId: string; platform: string; provider: string },
  insert: { keywords: NewKeyword[]; share: number; pendingCount: number; virtualTimes?: number[] },
) {
  const { keywords, share, pendingCount, virtualTimes } = insert;
  if (keywords.length === 0) return [];
  const rows = keywords.map(({ keyword, source, reason }, index) => ({
    keyword,
    source,
    reason,
    state: index < pendingCount ? "pending" : "parked",
    virtualTime: virtualTimes?.[index] ?? null,
  }));
  return [
    transaction`
      insert into job_tasks (job_id, account_id, platform, provider, kind, unit_key, keyword, keyword_source,
        keyword_reason, state, share, virtual_time, wake_seq)
      select ${job.id}, ${job.accountId}, ${job.platform}, ${job.provider}, 'search', r.keyword, r.keyword,
        r.source, r.reason, r.state, ${share}, coalesce(r."virtualTime", 'infinity'), 1
      from jsonb_to_recordset(${transaction.json(rows)}) as r(keyword text, source text, reason text, state text,
        "virtualTime" float8)`,
  ];
}
