import type { Sql } from "#lib/db/index.ts";
import type { Violation } from "../live-checker.ts";

/** An account's allowance of creators: by its buckets, by its ledger, and by what it was granted and got. */
export interface Balance {
  account: string;
  granted: number;
  delivered: number;
  available: number;
  held: number;
  /** What its ledger entries add up to. */
  entries: number;
}

export function readBalances(sql: Sql): Promise<Balance[]> {
  return sql<Balance[]>`
    select a.name as account, g.granted, d.delivered, b.available, b.held, e.available as entries
    from accounts a
    cross join lateral (select coalesce(sum(available_delta), 0)::int as granted from ledger_entries
      where account_id = a.id and kind = 'grant') g
    cross join lateral (select count(*)::int as delivered from job_creators where account_id = a.id and matches) d
    cross join lateral (select coalesce(sum(available), 0)::int as available, coalesce(sum(held), 0)::int as held
      from ledger_buckets where account_id = a.id) b
    cross join lateral (select coalesce(sum(available_delta), 0)::int as available from ledger_entries
      where account_id = a.id) e`;
}

/** What the sweeper's recounts reported, and when the last of all jobs was, Unix ms. */
export interface Recounts {
  drifts: readonly Violation[];
  lastAt: number;
}

export async function readRecounts(sql: Sql): Promise<Recounts> {
  const drifts = await sql<Violation[]>`
    select rule, null as job_id, subject, details from counter_drifts order by id`;
  const [row] = await sql<{ at: number }[]>`
    select (extract(epoch from recounted_at) * 1000)::float8 as at from sweeper where id = 1`;
  return { drifts, lastAt: row?.at ?? 0 };
}
