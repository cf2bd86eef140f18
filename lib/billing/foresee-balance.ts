import type { Transaction } from "#lib/db/index.ts";
import type { Balance, Unit } from "./ledger.ts";
import { allowanceOf, type Plan } from "./plans.ts";

/** What `readBalance` gives after `grantPeriod`, without writing: a month not yet granted counts as granted. */
export async function foreseeBalance(
  transaction: Transaction,
  { accountId, unit, plan }: { accountId: string; unit: Unit; plan: Plan },
): Promise<Balance> {
  const [row] = await transaction<Balance[]>`
    with month as (select date_trunc('month', clock_timestamp(), 'UTC') as first_day),
    bucket as (
      select available, held, expires_at from ledger_buckets
      where account_id = ${accountId} and unit = ${unit} and expires_at > clock_timestamp()
      union all
      select ${allowanceOf(plan, unit)}::bigint, 0, first_day + interval '1 month' from month
      where not exists (
        select 1 from ledger_buckets where account_id = ${accountId} and unit = ${unit}
          and period = to_char(first_day at time zone 'UTC', 'YYYY-MM'))
    )
    select coalesce(sum(available), 0)::bigint as available, coalesce(sum(held), 0)::bigint as held,
      min(expires_at) as expires_at from bucket`;
  return row ?? { available: 0, held: 0, expiresAt: null };
}
