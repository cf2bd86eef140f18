import { z } from "zod";
import type { Transaction } from "#lib/db/index.ts";
import {
  COMPARE_KINDS,
  type ComparedCreator,
  type CompareKind,
  type CompareQuery,
  type FieldChange,
} from "../compare.types.ts";
import type { CreatorProfile, Email } from "../v2/core/types.ts";
import { encodeCursor, parseCursor } from "./cursor.ts";

interface Pair {
  accountId: string;
  runId: string;
  withRunId: string;
}

/** Of each kind, how many creators there are. */
export async function countCompared(
  transaction: Transaction,
  pair: Pair,
): Promise<Record<CompareKind, number>> {
  const rows = await transaction<{ kind: CompareKind; count: number }[]>`
    with ${compared(transaction, pair)}
    select kind, count(*)::int as count from compared group by kind`;
  const counts = { new: 0, changed: 0, gone: 0, same: 0 };
  for (const { kind, count } of rows) counts[kind] = count;
  return counts;
}

interface ComparedRow {
  rank: number;
  kind: CompareKind;
  platform: string;
  platformId: string;
  profile: CreatorProfile;
  emails: Email[];
  before: Pick<CreatorProfile, "followers" | "engagementRate" | "bio"> | null;
  addresses: string[];
  addressesBefore: string[];
  hasFollowers: boolean;
  hasEngagement: boolean;
  hasBio: boolean;
  hasEmails: boolean;
}

const cursorSchema = z.tuple([z.int().min(1).max(COMPARE_KINDS.length), z.string(), z.string()]);

/** By kind, then platform and id. */
export async function readCompared(
  transaction: Transaction,
  pair: Pair,
  { kind, limit, cursor }: CompareQuery,
): Promise<{ creators: ComparedCreator[]; nextCursor: string | null }> {
  const [rank, platform, platformId] = parseCursor(cursor, cursorSchema) ?? [0, "", ""];
  const rows = await transaction<ComparedRow[]>`
    with ${compared(transaction, pair)}
    select * from compared
    where (rank, platform, platform_id) > (${rank}::int, ${platform}::text, ${platformId}::text)
      and (${kind ?? null}::text is null or kind = ${kind ?? null})
    order by rank, platform, platform_id limit ${limit + 1}`;
  const page = rows.slice(0, limit);
  const last = page.at(-1);
  const hasMore = rows.length > page.length && last !== undefined;
  return {
    creators: page.map(toCompared),
    nextCursor: hasMore ? encodeCursor([last.rank, last.platform, last.platformId]) : null,
  };
}

function toCompared(row: ComparedRow): ComparedCreator {
  const { platform, platformId, kind, profile, emails } = row;
  return { platform, platformId, kind, profile, emails, changes: changesOf(row) };
}

function changesOf({ before, profile: after, ...row }: ComparedRow): FieldChange[] {
  if (row.kind !== "changed" || before === null) return [];
  const changes: FieldChange[] = [];
  const changed = <Field extends "followers" | "engagementRate">(field: Field) =>
    changes.push({ field, before: before[field], after: after[field] });
  if (row.hasFollowers) changed("followers");
  if (row.hasEngagement) changed("engagementRate");
  if (row.hasEmails) changes.push({ field: "emails", before: row.addressesBefore, after: row.addresses });
  if (row.hasBio) changes.push({ field: "bio", before: before.bio, after: after.bio });
  return changes;
}

/** Engagement of a sample of posts: less than a tenth of a percent is its noise. */
const ENGAGEMENT_DIGITS = 3;

/**
 * Parts of a statement: each creator of the two runs once, as `compared`. Of several rows that a run has of a creator,
 * the one with details counts, and of those the newest: a retry's copy comes after what it is a copy of.
 */
function compared(transaction: Transaction, { accountId, runId, withRunId }: Pair) {
  const engagement = (profile: string) =>
    transaction`round((${transaction(profile)} ->> 'engagementRate')::numeric, ${ENGAGEMENT_DIGITS})`;
  return transaction`
    newest as materialized (
      select distinct on (j.run_id, j.platform, c.platform_id) j.run_id, j.platform, c.platform_id, c.profile,
        c.emails, c.matches and c.erased_at is null as counts, c.state = 'enriched' as has_details,
        array(select e ->> 'address' from jsonb_array_elements(c.emails) e order by 1) as addresses
      from scraping_jobs j join job_creators c on c.job_id = j.id
      where j.run_id = any(array[${runId}, ${withRunId}]::uuid[]) and j.account_id = ${accountId}
      order by j.run_id, j.platform, c.platform_id, c.state = 'enriched' desc, j.created_at desc, j.id
    ), paired as (
      select platform, platform_id, a.profile as a_profile, b.profile as b_profile, a.emails as a_emails,
        b.emails as b_emails, coalesce(a.addresses, '{}') as addresses, coalesce(b.addresses, '{}') as addresses_before,
        a.run_id is not null as is_here, b.run_id is not null as is_there,
        coalesce(a.has_details and b.has_details, false) as are_both_known
      from (select * from newest where run_id = ${runId} and counts) a
      full join (select * from newest where run_id = ${withRunId} and counts) b using (platform, platform_id)
    ), told as (
      select *,
        are_both_known and a_profile ->> 'followers' is distinct from b_profile ->> 'followers' as has_followers,
        are_both_known and ${engagement("a_profile")} is distinct from ${engagement("b_profile")} as has_engagement,
        are_both_known and a_profile ->> 'bio' is distinct from b_profile ->> 'bio' as has_bio,
        are_both_known and addresses <> addresses_before as has_emails
      from paired
    ), kinds as (
      select *, case when not is_there then 'new' when not is_here then 'gone'
        when has_followers or has_engagement or has_bio or has_emails then 'changed' else 'same' end as kind
      from told
    ), compared as materialized (
      select array_position(${[...COMPARE_KINDS]}::text[], kind) as rank, kind, platform, platform_id,
        coalesce(a_profile, b_profile) as profile, coalesce(a_emails, b_emails) as emails, b_profile as before,
        addresses, addresses_before, has_followers, has_engagement, has_bio, has_emails
      from kinds
    )`;
}
