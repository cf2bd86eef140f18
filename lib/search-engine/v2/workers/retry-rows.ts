import type { Transaction } from "#lib/db/index.ts";
import type { EnrichBatch } from "./enrich-tasks.ts";

/**
 * Takes creators over from the job that is retried, with all that led to them: at the first positions of the new job, in
 * their order, and without a charge. Statements in their order, after those that make the job.
 */
export function copyCreators(
  transaction: Transaction,
  copy: { fromJobId: string; toJobId: string; batches: readonly EnrichBatch[] },
) {
  const { fromJobId, toJobId, batches } = copy;
  const rows = batches.flatMap(({ id: taskId, payload }) =>
    payload.creatorIds.map((platformId) => ({ platformId, taskId })),
  );
  if (rows.length === 0) return [];
  const numbered = rows.map((row, index) => ({ ...row, position: index + 1 }));
  return [
    transaction`
      insert into job_creators (job_id, platform_id, account_id, position, version, state, handle, profile, task_id,
        found_at, copied)
      select ${toJobId}, c.platform_id, c.account_id, r.position, 1, 'found', c.handle, c.profile, r."taskId",
        c.found_at, true
      from jsonb_to_recordset(${transaction.json(numbered)}) as r("platformId" text, "taskId" uuid, position int)
      join job_creators c on c.job_id = ${fromJobId} and c.platform_id = r."platformId"`,
    transaction`
      insert into job_creator_matches (job_id, platform_id, keyword, content_id, account_id, url, caption, hashtags,
        views, likes, comments, shares, posted_at)
      select ${toJobId}, platform_id, keyword, content_id, account_id, url, caption, hashtags, views, likes, comments,
        shares, posted_at
      from job_creator_matches
      where job_id = ${fromJobId} and platform_id = any(${rows.map((row) => row.platformId)}::text[])`,
  ];
}
