import type { Transaction } from "#lib/db/index.ts";

/** Rows of the last hour that a board looks at; on a busier hour, the newest of it. */
export const LATELY_ROWS_MAX = 20_000;

/**
 * Over the rows `lately` of the last hour: how many minutes they cover. Where there are more rows than are looked at,
 * that is less than an hour, and rates stay right.
 */
export function minutesCovered(transaction: Transaction, moment: ReturnType<Transaction>) {
  return transaction`
    select case when count(*) < ${LATELY_ROWS_MAX} then 60.0
      else greatest(extract(epoch from statement_timestamp() - min(${moment})) / 60, 0.01) end as minutes
    from lately`;
}

/** Rates a minute of those rows of `lately` that hold. */
export function ratesOf(
  transaction: Transaction,
  moment: ReturnType<Transaction>,
  condition: ReturnType<Transaction>,
) {
  return transaction`
    round((count(*) filter (where ${condition} and ${moment} > statement_timestamp() - interval '5 minutes')
      / least(5.0, max(minutes)))::numeric, 2)::float8 as per_minute5,
    round((count(*) filter (where ${condition}) / max(minutes))::numeric, 2)::float8 as per_minute60`;
}
