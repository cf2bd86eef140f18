import { asWorkerAsync, type Sql, type Transaction } from "#lib/db/index.ts";
import type { ClaimedTask } from "./rows.ts";
import type { CreatorProfile, Email, FoundCreator } from "./types.ts";

/**
 * The shared cache of creators. Only ever touched in its own short transactions, keys sorted. They may commit
 * asynchronously: the settle that builds on them is durable with all before it, and what is lost without it is
 * done again.
 */

export interface CachedCreator {
  platform: string;
  platformId: string;
  profile: CreatorProfile;
  emails: Email[];
  enrichedAt: Date;
}

/**
 * Notes that creators were seen. What a search answer leaves out does not erase what is known; one that holds
 * the whole profile counts as enriched.
 */
export async function upsertSeen(sql: Sql, platform: string, creators: FoundCreator[]): Promise<void> {
  if (creators.length === 0) return;
  const rows = [...creators]
    .sort((a, b) => (a.platformId < b.platformId ? -1 : 1))
    .map(({ platformId, profile, emails }) => ({
      id: platformId,
      profile: { ...profile },
      emails: emails?.map((email) => ({ ...email })) ?? null,
    }));
  await asWorkerAsync(
    sql,
    (transaction) => transaction`
      insert into creators (platform, platform_id, handle, profile, emails, enriched_at)
      select ${platform}, c.id, c.profile ->> 'handle', c.profile, coalesce(c.emails, '[]'),
        case when c.emails is not null then clock_timestamp() end
      from jsonb_to_recordset(${transaction.json(rows)}) as c(id text, profile jsonb, emails jsonb)
      order by c.id
      on conflict (platform, platform_id) do update set handle = excluded.handle, seen_at = clock_timestamp(),
        profile = creators.profile || jsonb_strip_nulls(excluded.profile),
        emails = case when excluded.enriched_at is null then creators.emails else excluded.emails end,
        enriched_at = coalesce(excluded.enriched_at, creators.enriched_at)`,
  );
}

export interface Flights {
  /** To be fetched by this task. */
  mine: Set<string>;
  /** Enriched lately: to be copied. */
  fresh: Map<string, CachedCreator>;
  /** Another live task is fetching them. */
  busy: Set<string>;
}

/**
 * Single flight: of the creators given, takes those to fetch that nobody fetches. The rows are locked first
 * and their owners judged in a second statement, which sees what was committed while it waited. An owner is
 * live as long as its lease: one that died, was retried or has settled frees its flights by itself.
 * A profile that lacks one of `fieldsNeeded` does not count as fresh.
 */
export async function takeFlights(
  sql: Sql,
  task: ClaimedTask,
  platformIds: readonly string[],
  fresh: { days: number; fieldsNeeded: string[] },
): Promise<Flights> {
  const ids = [...platformIds].sort();
  const rows = await asWorkerAsync(sql, async (transaction) => {
    const [, judged] = await Promise.all([
      transaction`
        select 1 from creators where platform = ${task.platform} and platform_id = any(${ids}::text[])
        order by platform_id for update`,
      transaction<{ platformId: string; verdict: "fresh" | "busy" | "mine" }[]>`
        with judged as (
          select c.platform_id, case
            when ${isFresh(transaction, fresh)} then 'fresh'
            when exists (select 1 from job_tasks t where t.id = c.fetch_task and t.lease_token = c.fetch_token
              and t.lease_token <> ${task.leaseToken} and t.lease_until > clock_timestamp()) then 'busy'
            else 'mine' end as verdict
          from creators c where c.platform = ${task.platform} and c.platform_id = any(${ids}::text[])
        ), taken as (
          update creators c set fetch_task = ${task.id}, fetch_token = ${task.leaseToken}
          from judged j where j.verdict = 'mine' and c.platform = ${task.platform}
            and c.platform_id = j.platform_id
        )
        select platform_id, verdict from judged`,
    ]);
    const freshIds = judged.filter((row) => row.verdict === "fresh").map((row) => row.platformId);
    const cached = freshIds.length > 0 ? await readCached(transaction, task.platform, freshIds) : [];
    return { judged, cached };
  });
  const withVerdict = (verdict: string) =>
    new Set(rows.judged.filter((row) => row.verdict === verdict).map((row) => row.platformId));
  return {
    mine: withVerdict("mine"),
    busy: withVerdict("busy"),
    fresh: new Map(rows.cached.map((creator) => [creator.platformId, creator])),
  };
}

/** Part of a statement over `creators c`: whether its profile can be used as it is. */
export function isFresh(transaction: Transaction, fresh: { days: number; fieldsNeeded: string[] }) {
  return transaction`(
    c.enriched_at > clock_timestamp() - ${fresh.days} * interval '1 day'
    and not exists (select 1 from unnest(${fresh.fieldsNeeded}::text[]) as needed(field)
      where coalesce(c.profile -> needed.field, 'null') = 'null'))`;
}

function readCached(transaction: Transaction, platform: string, platformIds: readonly string[]) {
  return transaction<CachedCreator[]>`
    select platform, platform_id, profile, emails, enriched_at from creators
    where platform = ${platform} and platform_id = any(${[...platformIds]}::text[])
      and enriched_at is not null`;
}

export interface FetchedCreator {
  platform: string;
  platformId: string;
  profile: Partial<CreatorProfile>;
  emails: Email[];
}

/** Saves what was fetched, at once, for all jobs; that ends the flight. Answers the merged rows. */
export async function saveFetched(sql: Sql, fetched: FetchedCreator[]): Promise<CachedCreator[]> {
  const sorted = [...new Map(fetched.map((creator) => [keyOf(creator), creator])).values()].sort((a, b) =>
    keyOf(a) < keyOf(b) ? -1 : 1,
  );
  const platforms = sorted.map((creator) => creator.platform);
  const ids = sorted.map((creator) => creator.platformId);
  return asWorkerAsync(sql, async (transaction) => {
    const [, rows] = await Promise.all([
      transaction`
        select 1 from creators c
        where (c.platform, c.platform_id) in (select * from unnest(${platforms}::text[], ${ids}::text[]))
        order by c.platform, c.platform_id for update`,
      transaction<CachedCreator[]>`
        update creators c set profile = c.profile || x.profile::jsonb, emails = x.emails::jsonb,
          handle = coalesce(x.profile::jsonb ->> 'handle', c.handle), enriched_at = clock_timestamp(),
          fetch_task = null, fetch_token = null
        from unnest(${platforms}::text[], ${ids}::text[],
          ${sorted.map((creator) => JSON.stringify(creator.profile))}::text[],
          ${sorted.map((creator) => JSON.stringify(creator.emails))}::text[]) as x(platform, id, profile, emails)
        where c.platform = x.platform and c.platform_id = x.id
        returning c.platform, c.platform_id, c.profile, c.emails, c.enriched_at`,
    ]);
    return rows;
  });
}

function keyOf(creator: { platform: string; platformId: string }): string {
  return `${creator.platform}\u0000${creator.platformId}`;
}
