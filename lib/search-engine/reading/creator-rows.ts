import type { Transaction } from "#lib/db/index.ts";
import type { CreatorRow, StatusQuery } from "../types.ts";
import type { JobRow } from "../v2/index.ts";

type StoredCreator = Omit<CreatorRow, "platform" | "matchedOn" | "foundAt" | "enrichedAt"> & {
  version: number;
  foundAt: Date;
  enrichedAt: Date | null;
  matchedOn: CreatorRow["matchedOn"] | null;
};

/**
 * The creators that changed after (version, position), in that order: versions are given out under the job's
 * lock, so whoever goes on from the last row read misses none.
 */
export async function readCreators(
  transaction: Transaction,
  job: JobRow,
  query: StatusQuery,
): Promise<{ creators: CreatorRow[]; nextCursor: string; more: boolean }> {
  const [version = 0, position = 0] = (query.since ?? "0.0").split(".").map(Number);
  const rows = await transaction<StoredCreator[]>`
    with page as materialized (
      select * from job_creators
      where job_id = ${job.id} and (version, position) > (${version}::bigint, ${position}::int)
      order by version, position limit ${query.limit + 1}
    )
    select p.platform_id, p.position, p.version, p.state, p.reason, p.profile, p.emails, p.matches, p.filter_reason,
      p.from_cache, p.found_at, p.enriched_at,
      (select jsonb_agg(k order by k ->> 'keyword') from (
        select jsonb_build_object('keyword', m.keyword, 'contents', coalesce(jsonb_agg(jsonb_build_object(
          'contentId', m.content_id, 'url', m.url, 'caption', m.caption, 'hashtags', m.hashtags,
          'views', m.views, 'likes', m.likes, 'comments', m.comments, 'shares', m.shares,
          'postedAt', to_char(m.posted_at at time zone 'UTC', 'YYYY-MM-DD"T"HH24:MI:SS.MS"Z"'))
          order by m.content_id) filter (where m.content_id <> ''), '[]')) as k
        from job_creator_matches m where m.job_id = p.job_id and m.platform_id = p.platform_id
        group by m.keyword) per_keyword) as matched_on
    from page p order by p.version, p.position`;
  const page = rows.slice(0, query.limit);
  const last = page.at(-1);
  return {
    creators: page.map((row) => toCreator(row, job.platform)),
    nextCursor: last ? `${last.version}.${last.position}` : (query.since ?? "0.0"),
    more: rows.length > page.length,
  };
}

function toCreator(row: StoredCreator, platform: string): CreatorRow {
  const { version: _, matchedOn, foundAt, enrichedAt, ...rest } = row;
  return {
    platform,
    ...rest,
    matchedOn: matchedOn ?? [],
    foundAt: foundAt.toISOString(),
    enrichedAt: enrichedAt?.toISOString() ?? null,
  };
}
