import { type CursorPlace, pageOf, type Transaction } from "#lib/db/index.ts";
import { notFound } from "#lib/errors.ts";
import type { CampaignListQuery, CampaignSummary } from "./campaigns.types.ts";

/** What is read of campaigns. The account is part of every condition, beside the role's walls. */

type StoredCampaign = Omit<CampaignSummary, "archivedAt" | "createdAt" | "lastRunAt"> & {
  archivedAt: Date | null;
  createdAt: Date;
  lastRunAt: Date | null;
  cursorAt: string;
};

export async function findCampaign(
  transaction: Transaction,
  accountId: string,
  campaignId: string,
): Promise<CampaignSummary | undefined> {
  const [campaign] = await selectCampaigns(
    transaction,
    accountId,
    transaction`select * from campaigns where id = ${campaignId} and account_id = ${accountId}`,
  );
  return campaign && toSummary(campaign);
}

/** Newest first. */
export async function findCampaigns(
  transaction: Transaction,
  accountId: string,
  { archived, limit, after }: Pick<CampaignListQuery, "archived" | "limit"> & { after: CursorPlace | null },
): Promise<{ campaigns: CampaignSummary[]; nextCursor: string | null }> {
  const isAsked =
    archived === "all"
      ? transaction``
      : archived === "true"
        ? transaction`and archived_at is not null`
        : transaction`and archived_at is null`;
  const rows = await selectCampaigns(
    transaction,
    accountId,
    transaction`
      select * from campaigns
      where account_id = ${accountId} ${isAsked}
        ${after ? transaction`and (created_at, id) < (${after.createdAt}::text::timestamptz, ${after.id}::uuid)` : transaction``}
      order by created_at desc, id desc limit ${limit + 1}`,
  );
  const { page, nextCursor } = pageOf(rows, limit, ({ campaignId }) => ({ id: campaignId }));
  return { campaigns: page.map(toSummary), nextCursor };
}

function selectCampaigns(
  transaction: Transaction,
  accountId: string,
  chosen: ReturnType<Transaction>,
): Promise<StoredCampaign[]> {
  return transaction<StoredCampaign[]>`
    select c.id as campaign_id, c.name, c.archived_at, c.created_at, c.created_at::text as cursor_at, c.user_id,
      coalesce(u.name, 'former member') as user_name, r.*, j.*
    from (${chosen}) c
    left join users u on u.id = c.user_id
    cross join lateral (
      select count(*)::int as runs, max(created_at) as last_run_at from runs where campaign_id = c.id
    ) r
    cross join lateral (
      select count(*)::int as jobs, count(*) filter (where finished_at is null)::int as open_jobs,
        coalesce(sum(creators_found), 0)::int as creators_found,
        coalesce(sum(emails_found), 0)::int as emails_found, coalesce(sum(s.credits), 0)::int as cost
      from scraping_jobs left join job_spend s on s.job_id = scraping_jobs.id
      where account_id = ${accountId} and campaign_id = c.id
    ) j
    order by c.created_at desc, c.id desc`;
}

function toSummary({ cursorAt: _, ...campaign }: StoredCampaign): CampaignSummary {
  return {
    ...campaign,
    archivedAt: campaign.archivedAt?.toISOString() ?? null,
    createdAt: campaign.createdAt.toISOString(),
    lastRunAt: campaign.lastRunAt?.toISOString() ?? null,
  };
}

/** Those that the plan's limit is about. */
export async function countCampaigns(transaction: Transaction, accountId: string): Promise<number> {
  const [row] = await transaction<{ count: number }[]>`
    select count(*)::int as count from campaigns where account_id = ${accountId} and archived_at is null`;
  return row?.count ?? 0;
}

/** Each creator of the campaign's jobs once, and how many of them have an address. */
export async function countCreators(
  transaction: Transaction,
  accountId: string,
  campaignId: string,
): Promise<{ creators: number; creatorsWithEmail: number }> {
  const [counts] = await transaction<{ creators: number; creatorsWithEmail: number }[]>`
    select count(*)::int as creators, count(*) filter (where has_email)::int as creators_with_email
    from (
      select bool_or(k.emails <> '[]'::jsonb) as has_email
      from scraping_jobs j join job_creators k on k.job_id = j.id and k.erased_at is null
      where j.account_id = ${accountId} and j.campaign_id = ${campaignId}
      group by j.platform, k.platform_id
    ) creator`;
  return counts ?? { creators: 0, creatorsWithEmail: 0 };
}

/** @throws AppError `not_found`, also for the campaign of another account */
export async function requireOwnCampaign(
  transaction: Transaction,
  accountId: string,
  campaignId: string,
): Promise<void> {
  const [campaign] = await transaction`
    select 1 from campaigns where id = ${campaignId} and account_id = ${accountId}`;
  if (!campaign) throw notFound("campaign");
}
