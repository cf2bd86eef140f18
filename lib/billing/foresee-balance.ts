import type { Transaction } from "#lib/db/index.ts";
import type { Balance, Unit } from "./ledger.ts";
import { allowanceOf, type Plan } from "./plans.ts";

export interface ForeseenBalance extends Balance {
  /** What the buckets that count were made with. */
  granted: number;
}

/** What `readBalance` gives after `grantPeriod`, without writing: a month not yet granted counts as granted. */
export async function foreseeBalance(
  transaction: Transaction,
  { accountId, unit, plan }: { accountId: string; unit: Unit; plan: Plan },
): Promise<ForeseenBalance> {
  const [row] = await transaction<ForeseenBalance[]>`
    with month as (select date_trunc('month', clock_timestamp(), 'UTC') as first_day),
    bucket as (
      select b.available, b.held, b.expires_at, coalesce(e.available_delta, b.available + b.held) as granted
      from ledger_buckets b
      left join ledger_entries e
        on e.idempotency_key = 'plan:' || b.unit || ':' || b.period and e.bucket_id = b.id
      where b.account_id = ${accountId} and b.unit = ${unit} and b.expires_at > clock_timestamp()
      union all
      select ${allowanceOf(plan, unit)}::bigint, 0, first_day + interval '1 month', ${allowanceOf(plan, unit)}::bigint
      from month
      where not exists (
        select 1 from ledger_buckets where account_id = ${accountId} and unit = ${unit}
          and period = to_char(first_day at time zone 'UTC', 'YYYY-MM'))
    )
    select coalesce(sum(available), 0)::bigint as available, coalesce(sum(held), 0)::bigint as held,
      min(expires_at) as expires_at, coalesce(sum(granted), 0)::bigint as granted from bucket`;
  return row ?? { available: 0, held: 0, expiresAt: null, granted: 0 };
}
