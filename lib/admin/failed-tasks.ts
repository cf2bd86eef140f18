import type { Transaction } from "#lib/db/index.ts";
import type { JobFilter } from "./admin.types.ts";

/** Failed tasks that are looked at: the newest of the hours that are asked for. */
const FAILED_TASKS_MAX = 20_000;

/** The tasks that failed within these hours. The one list behind the groups, their jobs and what is done to them. */
export function failedTasks(transaction: Transaction, hours: number) {
  return transaction`
    select job_id, provider, kind, coalesce(error_code, 'failed') as reason, error, finished_at from job_tasks
    where state = 'failed' and finished_at > statement_timestamp() - ${hours} * interval '1 hour'
    order by finished_at desc limit ${FAILED_TASKS_MAX}`;
}

/** What a filter asks of a job `j`, each condition only where it is asked for. */
export function filterCondition(transaction: Transaction, filter: JobFilter) {
  const { provider, platform, accountId, kind, reason, hours } = filter;
  const isAboutFailures = kind !== undefined || reason !== undefined;
  const none = transaction``;
  return transaction`
    ${platform === undefined ? none : transaction`and j.platform = ${platform}`}
    ${accountId === undefined ? none : transaction`and j.account_id = ${accountId}`}
    ${provider === undefined || isAboutFailures ? none : transaction`and j.provider = ${provider}`}
    ${
      isAboutFailures
        ? transaction`and j.id = any(array(
            select distinct job_id from (${failedTasks(transaction, hours)}) failed where true
              ${kind === undefined ? none : transaction`and kind = ${kind}`}
              ${reason === undefined ? none : transaction`and reason = ${reason}`}
              ${provider === undefined ? none : transaction`and provider = ${provider}`}))`
        : none
    }`;
}
