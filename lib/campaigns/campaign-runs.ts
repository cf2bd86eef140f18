import type { Caller } from "#lib/auth/index.ts";
import { asReader, database, pageOf, parseCursor } from "#lib/db/index.ts";
import { readRunJobs } from "#lib/search-engine/index.ts";
import { requireOwnCampaign } from "./campaign-rows.ts";
import type { CampaignRunsAnswer, CampaignRunsQuery } from "./campaigns.types.ts";

interface StoredRun {
  runId: string;
  createdAt: Date;
  userId: string;
  userName: string;
  cursorAt: string;
}

/**
 * The runs of a campaign with their jobs, newest first.
 * @throws AppError `not_found`; `bad_request` for a cursor that no answer gave
 */
export function listCampaignRuns(
  caller: Caller,
  campaignId: string,
  query: CampaignRunsQuery,
): Promise<CampaignRunsAnswer> {
  const { accountId } = caller;
  const after = query.cursor ? parseCursor(query.cursor) : null;
  return asReader(database(), accountId, async (transaction) => {
    await requireOwnCampaign(transaction, accountId, campaignId);
    const rows = await transaction<StoredRun[]>`
      select r.id as run_id, r.created_at, r.created_at::text as cursor_at, r.user_id,
        coalesce(u.name, 'former member') as user_name
      from runs r left join users u on u.id = r.user_id
      where r.campaign_id = ${campaignId} and r.account_id = ${accountId}
        ${after ? transaction`and (r.created_at, r.id) < (${after.createdAt}::text::timestamptz, ${after.id}::uuid)` : transaction``}
      order by r.created_at desc, r.id desc limit ${query.limit + 1}`;
    const { page, nextCursor } = pageOf(rows, query.limit, ({ runId }) => ({ id: runId }));
    const jobs = await readRunJobs(
      transaction,
      accountId,
      page.map(({ runId }) => runId),
    );
    const runs = page.map(({ runId, createdAt, userId, userName }) => ({
      runId,
      createdAt: createdAt.toISOString(),
      userId,
      userName,
      jobs: jobs.get(runId) ?? [],
    }));
    return { runs, nextCursor };
  });
}
