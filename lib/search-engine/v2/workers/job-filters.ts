import type { Transaction } from "#lib/db/index.ts";
import type { JobFilters } from "../core/filter-judge.ts";
import type { SearchFilters } from "../core/filters.ts";
import type { ClaimedTask, JobRow } from "../core/rows.ts";
import type { ContentMatch } from "../core/types.ts";
import type { Engine } from "./types.ts";

/** Posts of one creator that are looked at: the newest. */
const POSTS_MAX = 10;

/** What a creator's posts say, as far as it is read when its details are judged. */
export type SeenPost = Pick<ContentMatch, "caption" | "hashtags">;

/** What the job asks for; null where it asks for nothing. */
export function filtersOfJob(
  engine: Engine,
  job: Pick<JobRow, "platform" | "request" | "createdAt">,
): JobFilters | null {
  // Dispatch wrote the request, from a body that the schema had passed.
  const { filters } = job.request as { filters?: SearchFilters };
  return withDeclaration(engine, job.platform, filters, job.createdAt);
}

/** As `filtersOfJob`, before the job is locked. */
export function filtersOfTask(engine: Engine, task: ClaimedTask): JobFilters | null {
  return withDeclaration(engine, task.platform, task.jobFilters, task.jobCreatedAt);
}

function withDeclaration(
  engine: Engine,
  platform: string,
  wanted: SearchFilters | null | undefined,
  asOf: Date,
): JobFilters | null {
  return wanted ? { wanted, declaration: engine.adapterOf(platform).filters, asOf } : null;
}

/** Part of a statement over `job_creators jc`: the posts that led to each, as `SeenPost[]`. */
export function seenPosts(transaction: Transaction) {
  return transaction`(
    select coalesce(jsonb_agg(jsonb_build_object('caption', m.caption, 'hashtags', m.hashtags)), '[]')
    from (
      select caption, hashtags from job_creator_matches
      where job_id = jc.job_id and platform_id = jc.platform_id and content_id <> ''
      order by posted_at desc nulls last, content_id limit ${POSTS_MAX}
    ) m
  )`;
}
