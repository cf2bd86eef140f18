import type { Transaction } from "#lib/db/index.ts";

/** What an estimate is made from. The account is part of every condition, beside the role's walls. */

export interface AccountUse {
  plan: string;
  /** Jobs under way, and those that wait for one of its slots. */
  openJobs: number;
  waitingJobs: number;
}

/** Undefined where the user is no member. */
export async function readAccountUse(
  transaction: Transaction,
  { accountId, userId }: { accountId: string; userId: string },
): Promise<AccountUse | undefined> {
  const [account] = await transaction<AccountUse[]>`
    select a.plan,
      (select count(*)::int from scraping_jobs j
        where j.account_id = a.id and j.finished_at is null and j.status <> 'pending') as open_jobs,
      (select count(*)::int from scraping_jobs j
        where j.account_id = a.id and j.finished_at is null and j.status = 'pending') as waiting_jobs
    from accounts a join memberships m on m.account_id = a.id
    where a.id = ${accountId} and m.user_id = ${userId}`;
  return account;
}

/**
 * Creators that the account's own searches with any of these keywords have brought, whose details are so fresh
 * that they are copied. Told from the account's own copies: the shared cache may be fresher, but that would
 * tell what others have searched. A job's copies are no younger than its end.
 */
export async function countKnown(
  transaction: Transaction,
  search: { accountId: string; platform: string; keywords: readonly string[]; freshDays: number },
): Promise<number> {
  const { accountId, platform, keywords, freshDays } = search;
  const [row] = await transaction<{ count: number }[]>`
    select count(distinct c.platform_id)::int as count
    from scraping_jobs j
    join job_tasks t on t.job_id = j.id and t.kind = 'search' and t.unit_key = any(${[...keywords]}::text[])
    join job_creator_matches m on m.job_id = j.id and m.keyword = t.unit_key and m.account_id = j.account_id
    join job_creators c on c.job_id = j.id and c.platform_id = m.platform_id
      and c.state = 'enriched' and c.erased_at is null
      and c.enriched_at > clock_timestamp() - ${freshDays} * interval '1 day'
    where j.account_id = ${accountId} and j.platform = ${platform}
      and (j.finished_at is null or j.finished_at > clock_timestamp() - ${freshDays} * interval '1 day')`;
  return row?.count ?? 0;
}
