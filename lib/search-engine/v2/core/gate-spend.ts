import { asWorker, type Sql, type Transaction } from "#lib/db/index.ts";
import type { CallStart, CostChange } from "#lib/services/index.ts";

/** Credits counted against the caps: as expected when a call starts, as they were when it has ended. */

/** Notes calls that pass the gate. The caller holds the gate's lock. */
export function spend(transaction: Transaction, provider: string, passed: CallStart[]) {
  const total = passed.reduce((sum, call) => sum + call.cost, 0);
  const byJob = sumBy(passed, (call) => call.jobId);
  return Promise.all([
    transaction`
      update provider_gates set spend_today = ${total} + case when spend_day = to_char(clock_timestamp() at time zone 'UTC', 'YYYY-MM-DD')
          then spend_today else 0 end,
        spend_day = to_char(clock_timestamp() at time zone 'UTC', 'YYYY-MM-DD')
      where provider = ${provider}`,
    transaction`
      insert into job_spend (job_id, credits)
      select * from unnest(${[...byJob.keys()]}::uuid[], ${[...byJob.values()]}::int[])
      on conflict (job_id) do update set credits = job_spend.credits + excluded.credits`,
  ]);
}

/** Corrects what was counted by what calls turned out to cost: nothing for a refusal, more for a dear one. */
export async function correctSpend(sql: Sql, changes: readonly CostChange[]): Promise<void> {
  const providers = [...new Set(changes.map((change) => change.provider))].sort();
  for (const provider of providers) {
    const own = changes.filter((change) => change.provider === provider);
    const total = own.reduce((sum, change) => sum + change.cost, 0);
    const byJob = sumBy(own, (change) => change.jobId);
    await asWorker(sql, (transaction) =>
      // Under the gate's lock nobody else touches the spend of its jobs.
      Promise.all([
        transaction`select 1 from provider_gates where provider = ${provider} for update`,
        transaction`
          update provider_gates set spend_today = greatest(0, spend_today + ${total})
          where provider = ${provider}
            and spend_day = to_char(clock_timestamp() at time zone 'UTC', 'YYYY-MM-DD')`,
        transaction`
          update job_spend s set credits = greatest(0, s.credits + c.credits)
          from unnest(${[...byJob.keys()]}::uuid[], ${[...byJob.values()]}::int[]) as c(job_id, credits)
          where s.job_id = c.job_id`,
      ]),
    );
  }
}

function sumBy<T extends { cost: number }>(
  items: readonly T[],
  jobOf: (item: T) => string | null,
): Map<string, number> {
  const sums = new Map<string, number>();
  for (const item of items) {
    const job = jobOf(item);
    if (job) sums.set(job, (sums.get(job) ?? 0) + item.cost);
  }
  return sums;
}
