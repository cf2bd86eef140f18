import type { Check } from "./check.ts";

/** A transaction around a call waits for its process from about when the call begins: the gate comes in between. */
const BEFORE_CALL_MS = 500;
const AFTER_CALL_MS = 50;
/** With calls inside transactions each that hangs would show one; a process may stand still at that moment for other reasons. */
const SHARE_MIN = 0.5;

export const outsideTransactions: Check = {
  name: "no task called a provider inside a transaction (I4)",
  async find({ sql, live }) {
    const hung = await sql<{ startedAt: number; worker: string }[]>`
      select (extract(epoch from l.started_at) * 1000)::float8 as started_at, (
        select worker from faults_journal where task_id = l.task_id and what = 'claimed' and at <= l.started_at
        order by at desc limit 1) as worker
      from api_call_logs l where l.outcome = 'timeout'`;
    if (hung.length === 0) return { detail: "no call hung to its end, so that nothing is shown" };
    const idle = [...live.idleTransactions.values()];
    const shown = hung.flatMap(({ startedAt, worker }) => {
      const processId = worker.split(":").at(-2);
      const isAround = (since: number) =>
        since >= startedAt - BEFORE_CALL_MS && since <= startedAt + AFTER_CALL_MS;
      return idle.find((one) => one.processId === processId && isAround(one.since)) ?? [];
    });
    return shown.length < SHARE_MIN * hung.length
      ? null
      : {
          detail: `${shown.length} of ${hung.length} calls that hung had a transaction open: ${shown[0]?.query}`,
        };
  },
};

export const callsLogged: Check = {
  name: "every call that reached the provider is logged, and none is left as started (I12)",
  async find({ sql, run, provider }) {
    const [log] = await sql<{ count: number; started: number }[]>`
      select count(*)::int as count, count(*) filter (where outcome = 'started')::int as started
      from api_call_logs where job_id in (
        select id from scraping_jobs where idempotency_key like ${`${run}-%`})`;
    if (!log || log.count < provider.calls) {
      return { detail: `the provider got ${provider.calls} calls, and ${log?.count} are logged` };
    }
    return log.started > 0 ? { detail: `${log.started} calls are neither completed nor unknown` } : null;
  },
};
