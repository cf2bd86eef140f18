import type { Sql, Transaction } from "#lib/db/index.ts";
import { asWorker } from "#lib/db/index.ts";
import { AppError } from "#lib/errors.ts";
import { allowanceOf, type Plan } from "./plans.ts";

/**
 * The append-only ledger. Every function runs in the caller's transaction and under the account row's lock,
 * which it takes itself; entries carry a unique key, so that doing a thing twice counts once.
 */

export type Unit = "creators" | "credits";

export function lockAccount(transaction: Transaction, accountId: string) {
  return transaction`select id from accounts where id = ${accountId} for no key update`;
}

/** Makes the bucket of the current UTC month with the plan's allowance, if it is not there yet. */
export async function grantPeriod(
  transaction: Transaction,
  grant: { accountId: string; unit: Unit; plan: Plan },
): Promise<void> {
  const amount = allowanceOf(grant.plan, grant.unit);
  await Promise.all([
    lockAccount(transaction, grant.accountId).execute(),
    transaction`
      with month as (select date_trunc('month', clock_timestamp(), 'UTC') as first_day),
      bucket as (
        insert into ledger_buckets (account_id, unit, period, expires_at, available)
        select ${grant.accountId}, ${grant.unit}, to_char(first_day at time zone 'UTC', 'YYYY-MM'),
          first_day + interval '1 month', ${amount} from month
        on conflict (account_id, unit, period) do nothing
        returning id, period
      )
      insert into ledger_entries (account_id, bucket_id, kind, available_delta, held_delta, idempotency_key)
      select ${grant.accountId}, id, 'grant', ${amount}, 0, 'plan:' || ${grant.unit} || ':' || period from bucket`.execute(),
  ]);
}

export interface Balance {
  available: number;
  held: number;
  /** When the earliest of it expires; null when there is nothing. */
  expiresAt: Date | null;
}

/** What may still be used. Buckets that have expired do not count. */
export async function readBalance(
  transaction: Transaction,
  accountId: string,
  unit: Unit,
): Promise<Balance & { isGranted: boolean }> {
  const [row] = await transaction<(Balance & { isGranted: boolean })[]>`
    select coalesce(sum(available), 0)::bigint as available, coalesce(sum(held), 0)::bigint as held,
      min(expires_at) as expires_at,
      coalesce(bool_or(period = to_char(clock_timestamp() at time zone 'UTC', 'YYYY-MM')), false) as is_granted
    from ledger_buckets
    where account_id = ${accountId} and unit = ${unit} and expires_at > clock_timestamp()`.execute();
  return row ?? { available: 0, held: 0, expiresAt: null, isGranted: false };
}

/**
 * Holds `amount` for a job, from the bucket that expires first onwards.
 * @throws AppError `allowance_exceeded` when the buckets do not hold it.
 */
export async function reserve(
  transaction: Transaction,
  hold: { accountId: string; userId: string; jobId: string; unit: Unit; amount: number },
): Promise<void> {
  const [, rows] = await Promise.all([
    lockAccount(transaction, hold.accountId),
    transaction<{ amount: number }[]>`
      with bucket as (
        select id, available,
          (sum(available) over (order by expires_at, id) - available)::bigint as before
        from ledger_buckets
        where account_id = ${hold.accountId} and unit = ${hold.unit} and available > 0
          and expires_at > clock_timestamp()
      ), part as (
        select id, least(available, ${hold.amount}::bigint - before) as amount from bucket
        where before < ${hold.amount}::bigint
      ), entry as (
        insert into ledger_entries
          (account_id, bucket_id, job_id, user_id, kind, available_delta, held_delta, idempotency_key)
        select ${hold.accountId}, id, ${hold.jobId}, ${hold.userId}, 'reserve', -amount, amount,
          'reserve:' || ${hold.jobId} from part
        returning bucket_id, held_delta as amount
      ), moved as (
        update ledger_buckets b set available = b.available - e.amount, held = b.held + e.amount
        from entry e where b.id = e.bucket_id
      ), kept as (
        insert into ledger_holds (job_id, bucket_id, account_id, held)
        select ${hold.jobId}, bucket_id, ${hold.accountId}, amount from entry
      )
      select coalesce(sum(amount), 0)::bigint as amount from entry`,
  ]);
  if (rows[0]?.amount !== hold.amount) {
    throw new AppError("allowance_exceeded", "The allowance does not cover the target.", {
      field: "targetResults",
    });
  }
}

/**
 * Charges what a job has used against what it holds, in the buckets it came from.
 * Again with the same key: nothing happens.
 * @throws Error when the hold does not cover it.
 */
export async function charge(
  transaction: Transaction,
  entry: { userId: string; jobId: string; amount: number; key: string },
): Promise<void> {
  const key = `charge:${entry.key}`;
  const [, rows] = await Promise.all([
    transaction`
      select id from accounts
      where id = (select account_id from ledger_holds where job_id = ${entry.jobId} limit 1) for no key update`,
    transaction<{ amount: number; isRepeated: boolean }[]>`
      with hold as (
        select h.account_id, h.bucket_id, h.held,
          (sum(h.held) over (order by b.expires_at, b.id) - h.held)::bigint as before
        from ledger_holds h join ledger_buckets b on b.id = h.bucket_id
        where h.job_id = ${entry.jobId} and h.held > 0
          and not exists (select 1 from ledger_entries e where e.idempotency_key = ${key})
      ), part as (
        select account_id, bucket_id, least(held, ${entry.amount}::bigint - before) as amount from hold
        where before < ${entry.amount}::bigint
      ), posted as (
        insert into ledger_entries
          (account_id, bucket_id, job_id, user_id, kind, available_delta, held_delta, idempotency_key)
        select account_id, bucket_id, ${entry.jobId}, ${entry.userId}, 'charge', 0, -amount, ${key}
        from part
        returning bucket_id, -held_delta as amount
      ), moved as (
        update ledger_buckets b set held = b.held - p.amount from posted p where b.id = p.bucket_id
      ), kept as (
        update ledger_holds h set held = h.held - p.amount, charged = h.charged + p.amount
        from posted p where h.job_id = ${entry.jobId} and h.bucket_id = p.bucket_id
      )
      select coalesce((select sum(amount) from posted), 0)::bigint as amount,
        exists (select 1 from ledger_entries e where e.idempotency_key = ${key}) as is_repeated`,
  ]);
  const [row] = rows;
  if (row?.isRepeated) return;
  if (row?.amount !== entry.amount) {
    throw new Error(`job ${entry.jobId} holds less than the ${entry.amount} to be charged`);
  }
}

/**
 * Ends the hold of a job: gives back what was not used, refunds `refundAmount` of what was charged. What
 * returns to a bucket that has expired is expired at once.
 */
export async function closeHold(
  transaction: Transaction,
  hold: { accountId: string; userId: string; jobId: string; refundAmount: number },
): Promise<void> {
  await Promise.all([
    lockAccount(transaction, hold.accountId),
    transaction`
      with hold as (
        select h.bucket_id, h.held::bigint as released, b.expires_at <= clock_timestamp() as has_expired,
          greatest(0, least(h.charged, ${hold.refundAmount}::bigint
            - (sum(h.charged) over (order by b.expires_at, b.id) - h.charged)))::bigint as refunded
        from ledger_holds h join ledger_buckets b on b.id = h.bucket_id
        where h.job_id = ${hold.jobId}
      ), posted as (
        insert into ledger_entries
          (account_id, bucket_id, job_id, user_id, kind, available_delta, held_delta, idempotency_key)
        select ${hold.accountId}::uuid, bucket_id, ${hold.jobId}::uuid, ${hold.userId}::uuid, 'release', released, -released,
          'release:' || ${hold.jobId}::text from hold where released > 0
        union all
        select ${hold.accountId}::uuid, bucket_id, ${hold.jobId}::uuid, ${hold.userId}::uuid, 'refund', refunded, 0,
          'refund:' || ${hold.jobId}::text from hold where refunded > 0
        union all
        select ${hold.accountId}::uuid, bucket_id, ${hold.jobId}::uuid, ${hold.userId}::uuid, 'expire', -(released + refunded), 0,
          'expire:' || ${hold.jobId}::text from hold where has_expired and released + refunded > 0
        returning bucket_id
      ), moved as (
        update ledger_buckets b set held = b.held - h.released,
          available = b.available + case when h.has_expired then 0 else h.released + h.refunded end
        from hold h where b.id = h.bucket_id
      )
      update ledger_holds l set held = 0, charged = l.charged - h.refunded
      from hold h where l.job_id = ${hold.jobId} and l.bucket_id = h.bucket_id`,
  ]);
}

/** Expires what is left in buckets whose period is over; each account in a transaction of its own. */
export async function expireBuckets(sql: Sql): Promise<void> {
  const due = await asWorker(
    sql,
    (transaction) => transaction<{ accountId: string }[]>`
      select distinct account_id from ledger_buckets
      where available > 0 and expires_at <= statement_timestamp() limit 100`,
  );
  for (const { accountId } of due) {
    await asWorker(sql, async (transaction) => {
      await lockAccount(transaction, accountId);
      await transaction`
        with posted as (
          insert into ledger_entries
            (account_id, bucket_id, kind, available_delta, held_delta, idempotency_key)
          select account_id, id, 'expire', -available, 0, 'expire:' || period from ledger_buckets
          where account_id = ${accountId} and available > 0 and expires_at <= clock_timestamp()
          returning bucket_id, available_delta
        )
        update ledger_buckets b set available = b.available + p.available_delta
        from posted p where b.id = p.bucket_id`;
    });
  }
}
