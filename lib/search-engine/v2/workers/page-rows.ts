import type { Transaction } from "#lib/db/index.ts";
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

/** The job's own copies, at the next positions; those with details are complete at once. */
export function insertCreators(
  transaction: Transaction,
  insert: {
    job: JobRow;
    own: Own;
    creators: FoundCreator[];
    details: Map<string, Details>;
    version: number;
  },
) {
  const { job, own, creators, details, version } = insert;
  if (creators.length === 0) return [];
  const rows = creators.map((creator, index) => {
    const known = details.get(creator.platformId);
    return {
      platformId: creator.platformId,
      position: job.creatorsFound + index + 1,
      state: known ? "enriched" : "found",
      profile: known ? withFound(known.profile, creator.profile) : creator.profile,
      emails: known?.emails ?? [],
      enrichedAt: known?.enrichedAt ?? null,
      fromCache: known?.fromCache ?? false,
    };
  });
  return [
    transaction`
      insert into job_creators (job_id, platform_id, account_id, position, version, state, handle, profile, emails,
        from_cache, task_id, enriched_at, found_at)
      select ${job.id}, r."platformId", ${job.accountId}, r.position, ${version}, r.state, r.profile ->> 'handle',
        r.profile, r.emails, r."fromCache", ${own.id},
        coalesce(r."enrichedAt", case when r.state = 'enriched' then clock_timestamp() end), clock_timestamp()
      from jsonb_to_recordset(${transaction.json(rows as never)}) as r("platformId" text, position int, state text,
        profile jsonb, emails jsonb, "enrichedAt" timestamptz,
        "fromCache" boolean)`,
  ];
}

/** What this search says of the creator's posts is newer than the details; the rest is theirs. */
export function withFound(details: CreatorProfile, found: CreatorProfile): CreatorProfile {
  return {
    ...details,
    averageViews: found.averageViews ?? details.averageViews,
    engagementRate: found.engagementRate ?? details.engagementRate,
    postsSampled: found.postsSampled ?? details.postsSampled,
    lastPostAt: found.lastPostAt ?? details.lastPostAt,
  };
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
      where job_id = ${job.id} and version < ${version} and platform_id in (select platform_id from matched)`,
  ];
}
