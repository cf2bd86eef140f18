import type { Transaction } from "#lib/db/index.ts";
import type { StatusQuery } from "../types.ts";
import type { JobRow } from "../v2/index.ts";

interface Page {
  /** Each as the JSON text of a `CreatorRow`. */
  creators: string[];
  nextCursor: string;
  more: boolean;
}

/**
 * The creators that changed after (version, position), in that order: versions are given out under the job's
 * lock, so whoever goes on from the last row read misses none. Written as JSON by the database: most of a creator is
 * stored as such, and a poll of many would cost the server more than all else to read and write it again.
 */
export async function readCreators(transaction: Transaction, job: JobRow, query: StatusQuery): Promise<Page> {
  const [version = 0, position = 0] = (query.since ?? "0.0").split(".").map(Number);
  const rows = await transaction<{ version: number; position: number; json: string }[]>`
    with page as materialized (
      select * from job_creators
      where job_id = ${job.id} and (version, position) > (${version}::bigint, ${position}::int)
      order by version, position limit ${query.limit + 1}
    ), per_keyword as (
      select m.platform_id, m.keyword, coalesce(json_agg(json_build_object(
        'contentId', m.content_id, 'url', m.url, 'caption', m.caption, 'hashtags', m.hashtags,
        'views', m.views, 'likes', m.likes, 'comments', m.comments, 'shares', m.shares,
        'postedAt', to_char(m.posted_at at time zone 'UTC', ${ISO_FORMAT}))
        order by m.content_id) filter (where m.content_id <> ''), '[]') as contents
      from job_creator_matches m
      where m.job_id = ${job.id} and m.platform_id = any(array(select platform_id from page))
      group by m.platform_id, m.keyword
    ), matched as (
      select platform_id,
        json_agg(json_build_object('keyword', keyword, 'contents', contents) order by keyword) as matched_on
      from per_keyword group by platform_id
    )
    select p.version, p.position, json_build_object(
      'platform', ${job.platform}::text, 'platformId', p.platform_id, 'position', p.position, 'state', p.state,
      'reason', p.reason, 'profile', p.profile, 'emails', p.emails, 'matches', p.matches,
      'filterReason', p.filter_reason, 'filteredBy', p.filtered_by, 'matchedOn', coalesce(m.matched_on, '[]'),
      'fromCache', p.from_cache,
      'foundAt', to_char(p.found_at at time zone 'UTC', ${ISO_FORMAT}),
      'enrichedAt', to_char(p.enriched_at at time zone 'UTC', ${ISO_FORMAT}))::text as json
    from page p left join matched m on m.platform_id = p.platform_id
    order by p.version, p.position`;
  const page = rows.slice(0, query.limit);
  const last = page.at(-1);
  return {
    creators: page.map((row) => row.json),
    nextCursor: last ? `${last.version}.${last.position}` : (query.since ?? "0.0"),
    more: rows.length > page.length,
  };
}

/** As `Date.toISOString` writes it. */
export const ISO_FORMAT = 'YYYY-MM-DD"T"HH24:MI:SS.MS"Z"';
