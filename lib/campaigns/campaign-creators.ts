import type { Caller } from "#lib/auth/index.ts";
import {
  asReader,
  type CursorPlace,
  database,
  pageOf,
  parseCursor,
  type Transaction,
} from "#lib/db/index.ts";
import { requireOwnCampaign } from "./campaign-rows.ts";
import type { CampaignCreator, CampaignCreatorsAnswer, CampaignCreatorsQuery } from "./campaigns.types.ts";
import { conditionsOf } from "./creator-conditions.ts";

interface StoredCreator {
  creator: CampaignCreator;
  total: number;
  jobId: string;
  cursorAt: string;
}

/**
 * The creators of all the campaign's jobs, each once, who was found last first. The moment of the first find never
 * changes, so that whoever pages on misses none.
 * @throws AppError `not_found`, also for a campaign in `seenIn`; `bad_request` for a cursor that no answer gave
 */
export function listCampaignCreators(
  caller: Caller,
  campaignId: string,
  query: CampaignCreatorsQuery,
): Promise<CampaignCreatorsAnswer> {
  const { accountId } = caller;
  const after = query.cursor ? parseCursor(query.cursor) : null;
  return asReader(database(), accountId, async (transaction) => {
    await requireOwnCampaign(transaction, accountId, campaignId);
    const { seenIn } = query;
    if (seenIn && seenIn !== "other" && seenIn !== "none") {
      await requireOwnCampaign(transaction, accountId, seenIn);
    }
    const rows = await selectCreators(transaction, { accountId, campaignId, query, after });
    const { page, nextCursor } = pageOf(rows, query.limit, ({ jobId, creator }) => ({
      id: jobId,
      tail: creator.platformId,
    }));
    return { creators: page.map(({ creator }) => creator), total: rows[0]?.total ?? 0, nextCursor };
  });
}

/** As `Date.toISOString` writes it. */
const ISO_FORMAT = 'YYYY-MM-DD"T"HH24:MI:SS.MS"Z"';

/**
 * `merged` is each creator with the job that found it first; `hits` are the own copies of a page's creators. Written
 * as JSON by the database, as in the status of a job.
 */
function selectCreators(
  transaction: Transaction,
  ask: {
    accountId: string;
    campaignId: string;
    query: CampaignCreatorsQuery;
    after: CursorPlace | null;
  },
): Promise<StoredCreator[]> {
  const { accountId, campaignId, query, after } = ask;
  const iso = (moment: ReturnType<Transaction>) =>
    transaction`to_char(${moment} at time zone 'UTC', ${ISO_FORMAT})`;
  return transaction<StoredCreator[]>`
    with own as materialized (
      select id, run_id, platform, created_at from scraping_jobs
      where account_id = ${accountId} and campaign_id = ${campaignId}
    ), others as materialized (
      select id, platform, campaign_id from scraping_jobs
      where account_id = ${accountId} and campaign_id <> ${campaignId}
    ), merged as materialized (
      select distinct on (o.platform, k.platform_id) o.platform, k.platform_id, k.job_id, k.found_at
      from own o join job_creators k on k.job_id = o.id and k.erased_at is null
      order by o.platform, k.platform_id, k.found_at, k.job_id
    ), asked as materialized (
      select * from merged m where true ${conditionsOf(transaction, query)}
    ), page as materialized (
      select * from asked
      ${
        after
          ? transaction`where (found_at, job_id) < (${after.createdAt}::text::timestamptz, ${after.id}::uuid)
              or ((found_at, job_id) = (${after.createdAt}::text::timestamptz, ${after.id}::uuid)
                and platform_id > ${after.tail})`
          : transaction``
      }
      order by found_at desc, job_id desc, platform_id limit ${query.limit + 1}
    ), hits as materialized (
      select o.platform, o.run_id, o.created_at as searched_at, k.*
      from page p join own o on o.platform = p.platform
      join job_creators k on k.job_id = o.id and k.platform_id = p.platform_id and k.erased_at is null
    ), newest as (
      select distinct on (platform, platform_id) * from hits
      order by platform, platform_id, state = 'enriched' desc, coalesce(enriched_at, found_at) desc,
        found_at desc, job_id
    ), told as (
      select platform, platform_id, bool_or(matches) as matches,
        json_agg(json_build_object('runId', run_id, 'jobId', job_id, 'createdAt', ${iso(transaction`searched_at`)})
          order by searched_at desc, job_id) as found_by
      from hits group by platform, platform_id
    ), keywords as (
      select h.platform, h.platform_id, json_agg(distinct m.keyword order by m.keyword) as keywords
      from hits h join job_creator_matches m on m.job_id = h.job_id and m.platform_id = h.platform_id
      group by h.platform, h.platform_id
    ), seen as (
      select platform, platform_id, json_agg(json_build_object('campaignId', id, 'name', name) order by name) as seen_in
      from (
        select distinct p.platform, p.platform_id, c.id, c.name
        from page p join others o on o.platform = p.platform
        join job_creators k on k.job_id = o.id and k.platform_id = p.platform_id and k.erased_at is null
        join campaigns c on c.id = o.campaign_id
      ) campaign group by platform, platform_id
    )
    select (select count(*)::int from asked) as total, p.job_id, p.found_at::text as cursor_at, json_build_object(
      'platform', p.platform, 'platformId', p.platform_id, 'state', n.state, 'reason', n.reason,
      'profile', n.profile, 'emails', n.emails, 'matches', t.matches,
      'filterReason', case when not t.matches then n.filter_reason end, 'keywords', coalesce(w.keywords, '[]'),
      'foundBy', t.found_by, 'seenIn', coalesce(s.seen_in, '[]'), 'foundAt', ${iso(transaction`p.found_at`)},
      'enrichedAt', ${iso(transaction`n.enriched_at`)}) as creator
    from page p
    join newest n on n.platform = p.platform and n.platform_id = p.platform_id
    join told t on t.platform = p.platform and t.platform_id = p.platform_id
    left join keywords w on w.platform = p.platform and w.platform_id = p.platform_id
    left join seen s on s.platform = p.platform and s.platform_id = p.platform_id
    order by p.found_at desc, p.job_id desc, p.platform_id`;
}
