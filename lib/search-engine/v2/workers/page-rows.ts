import type { Transaction } from "#lib/db/index.ts";
import { type Fit, type JobFilters, judge, NOT_JUDGED } from "../core/filter-judge.ts";
import { rowCount } from "../core/job-tracker.ts";
import type { JobRow } from "../core/rows.ts";
import type { ContentMatch, CreatorProfile, Email, FoundCreator } from "../core/types.ts";
import type { PagePlan } from "./page-plan.ts";

/** The whole profile of a creator that needs no call of its own. */
export interface Details {
  profile: CreatorProfile;
  emails: Email[];
  /** Null: now, by the database's clock. */
  enrichedAt: Date | null;
  fromCache: boolean;
}

interface Own {
  id: string;
  unitKey: string;
}

/** A creator as its job gets it. */
export interface NewCreator extends Fit {
  platformId: string;
  position: number;
  state: "enriched" | "found";
  profile: CreatorProfile;
  emails: Email[];
  /** Null: now, by the database's clock. */
  enrichedAt: Date | null;
  fromCache: boolean;
}

/** The job's own copies, at the next positions; those with details are complete, and judged, at once. */
export function newCreators(
  job: Pick<JobRow, "creatorsFound" | "creatorsCopied">,
  creators: FoundCreator[],
  details: Map<string, Details>,
  filters: JobFilters | null,
): NewCreator[] {
  return creators.map((creator, index) => {
    const { platformId, matches: posts } = creator;
    const position = rowCount(job) + index + 1;
    const known = details.get(platformId);
    if (!known) {
      const { profile } = creator;
      const nothing = { emails: [], enrichedAt: null, fromCache: false, ...NOT_JUDGED };
      return { platformId, position, state: "found", profile, ...nothing };
    }
    const { emails, enrichedAt, fromCache } = known;
    const profile = withFound(known.profile, creator.profile);
    const fit = judge(filters, { profile, emails, posts });
    return { platformId, position, state: "enriched", profile, emails, enrichedAt, fromCache, ...fit };
  });
}

export function insertCreators(
  transaction: Transaction,
  insert: { job: JobRow; own: Own; creators: NewCreator[]; version: number },
) {
  const { job, own, creators: rows, version } = insert;
  if (rows.length === 0) return [];
  return [
    transaction`
      insert into job_creators (job_id, platform_id, account_id, position, version, state, handle, profile, emails,
        from_cache, matches, filter_reason, filtered_by, task_id, enriched_at, found_at)
      select ${job.id}, r."platformId", ${job.accountId}, r.position, ${version}, r.state, r.profile ->> 'handle',
        r.profile, r.emails, r."fromCache", r."filterReason" is null, r."filterReason",
        r."filteredBy", ${own.id},
        coalesce(r."enrichedAt", case when r.state = 'enriched' then clock_timestamp() end), clock_timestamp()
      from jsonb_to_recordset(${transaction.json(rows as never)}) as r("platformId" text, position int, state text,
        profile jsonb, emails jsonb, "enrichedAt" timestamptz,
        "fromCache" boolean, "filterReason" text, "filteredBy" text[])`,
  ];
}

/** What this search says of the creator's posts is newer than the details; the rest is theirs. */
export function withFound(details: CreatorProfile, found: CreatorProfile): CreatorProfile {
  return {
    ...details,
    averageViews: found.averageViews ?? details.averageViews,
    engagementRate: found.engagementRate ?? details.engagementRate,
    postsSampled: found.postsSampled ?? details.postsSampled,
    lastPostAt: later(found.lastPostAt, details.lastPostAt),
  };
}

/** Both in ISO 8601, UTC: the later one is the greater text. */
function later(one: string | null, other: string | null): string | null {
  return one !== null && other !== null && one < other ? other : (one ?? other);
}

/** The keyword led to the creator itself, not by a post. */
const NO_POST: ContentMatch = {
  contentId: "",
  url: null,
  caption: null,
  hashtags: [],
  views: null,
  likes: null,
  comments: null,
  shares: null,
  postedAt: null,
};

/** Every post that led to a creator of the job; a row whose matches grow shows as changed. */
export function insertMatches(
  transaction: Transaction,
  insert: { job: JobRow; own: Own; plan: PagePlan; version: number },
) {
  const { job, own, plan, version } = insert;
  const rows = [...plan.inserted, ...plan.repeated].flatMap((creator) =>
    (creator.matches.length > 0 ? creator.matches : [NO_POST]).map((match) => ({
      platformId: creator.platformId,
      ...match,
    })),
  );
  if (rows.length === 0) return [];
  const ids = [...new Set(rows.map((row) => row.platformId))];
  // The ids once more, by themselves: else the planner would have all rows of the job read.
  return [
    transaction`
      with matched as (
        insert into job_creator_matches (job_id, platform_id, keyword, content_id, account_id, url, caption,
          hashtags, views, likes, comments, shares, posted_at)
        select ${job.id}, r."platformId", ${own.unitKey}, r."contentId", ${job.accountId}, r.url, r.caption,
          r.hashtags, r.views, r.likes, r.comments, r.shares, r."postedAt"
        from jsonb_to_recordset(${transaction.json(rows as never)}) as r("platformId" text, "contentId" text,
          url text, caption text, hashtags text[], views bigint, likes bigint, comments bigint, shares bigint,
          "postedAt" timestamptz)
        on conflict do nothing
        returning platform_id
      )
      update job_creators set version = ${version}
      where job_id = ${job.id} and version < ${version} and platform_id in (select platform_id from matched)
        and platform_id = any(${ids}::text[])`,
  ];
}
