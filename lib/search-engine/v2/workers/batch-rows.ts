import type { Transaction } from "#lib/db/index.ts";
import { type Fit, type JobFilters, judge, NOT_JUDGED } from "../core/filter-judge.ts";
import type { ProviderError } from "../core/provider-error.ts";
import type { JobRow } from "../core/rows.ts";
import type { CreatorProfile, Email } from "../core/types.ts";
import type { SeenPost } from "./job-filters.ts";
import { withFound } from "./page-rows.ts";

export type CreatorResult =
  | {
      outcome: "enriched";
      profile: Partial<CreatorProfile>;
      emails: Email[];
      /** Null: now. */
      enrichedAt: Date | null;
      /** That led to the creator. */
      posts: SeenPost[];
      fromCache: boolean;
    }
  | { outcome: "unavailable"; reason: string }
  | { outcome: "failed"; error: ProviderError };

export interface OpenRow {
  platformId: string;
  profile: CreatorProfile;
}

/** A creator of the job as it is to be written. */
export interface SettledRow extends Fit {
  platformId: string;
  state: "enriched" | "unavailable" | "failed";
  reason: string | null;
  profile: CreatorProfile;
  emails: Email[];
  /** Null: now, by the database's clock. */
  enrichedAt: Date | null;
  fromCache: boolean;
}

/** A creator as it is to be written; undefined where it stays open. */
export function settleRow(
  row: OpenRow,
  result: CreatorResult | undefined,
  tries: { attempts: number; isLastAttempt: boolean },
  filters: JobFilters | null,
): SettledRow | undefined {
  if (!result) return undefined;
  const unchanged = { ...row, emails: [], enrichedAt: null, fromCache: false, ...NOT_JUDGED };
  if (result.outcome === "unavailable") return { ...unchanged, state: "unavailable", reason: result.reason };
  if (result.outcome === "failed") {
    const { isRetryable, attemptsMax } = result.error;
    if (isRetryable && !tries.isLastAttempt && tries.attempts < attemptsMax) return undefined;
    // A call that was given up with its job or its lease says nothing about the creator.
    if (result.error.kind === "cancelled") return undefined;
    return { ...unchanged, state: "failed", reason: result.error.publicMessage };
  }
  const profile = withFound({ ...row.profile, ...result.profile }, row.profile);
  const { emails, posts } = result;
  return {
    platformId: row.platformId,
    state: "enriched",
    reason: null,
    ...judge(filters, { profile, emails, posts }),
    profile,
    emails,
    enrichedAt: result.enrichedAt,
    fromCache: result.fromCache,
  };
}

/** What settled rows mean to their job's counters. */
export function countSettled(job: JobRow, rows: readonly SettledRow[]): void {
  for (const row of rows) {
    if (row.state === "enriched") job.creatorsEnriched += 1;
    else if (row.state === "unavailable") job.creatorsUnavailable += 1;
    else job.creatorsFailed += 1;
    if (row.filterReason !== null) job.creatorsFiltered += 1;
    if (row.emails.length > 0) job.emailsFound += 1;
  }
}

export function updateCreators(transaction: Transaction, job: JobRow, rows: SettledRow[]) {
  if (rows.length === 0) return [];
  const ids = rows.map((row) => row.platformId);
  // The ids once more, by themselves: of the JSON the planner expects more rows than a job has, and would read all of it.
  return [
    transaction`
      update job_creators c set state = r.state, reason = r.reason, profile = r.profile,
        handle = r.profile ->> 'handle', emails = r.emails, from_cache = r."fromCache",
        matches = r."filterReason" is null, filter_reason = r."filterReason", filtered_by = r."filteredBy",
        enriched_at = coalesce(r."enrichedAt", case when r.state = 'enriched' then clock_timestamp() end), version = ${job.version + 1}
      from jsonb_to_recordset(${transaction.json(rows as never)}) as r("platformId" text, state text, reason text,
        profile jsonb, emails jsonb, "enrichedAt" timestamptz, "fromCache" boolean, "filterReason" text,
        "filteredBy" text[])
      where c.job_id = ${job.id} and c.platform_id = r."platformId" and c.state = 'found'
        and c.platform_id = any(${ids}::text[])`,
  ];
}
