import type { Transaction } from "#lib/db/index.ts";

/**
 * Whether (null: not) a job `j` ended within these hours with something failed that no retry has taken over, and was not stopped. By the
 * job's own counters, so that many can be looked at: where a cancelled retry has found some of what was left, the retry
 * itself may still find nothing to do.
 */
export function isRetryable(transaction: Transaction, hours: number) {
  return transaction`(
    j.finished_at > statement_timestamp() - ${hours} * interval '1 hour' and j.status <> 'cancelled'
    and (j.creators_failed + j.creators_skipped > 0 or j.creators_found < j.target_results
      and (j.keywords_failed > 0 or j.expansion_status = 'failed'))
    and not exists (select 1 from scraping_jobs r where r.retry_of = j.id and r.status <> 'cancelled'))`;
}
