import { LEASE_MS, TRANSACTION_IDLE_MAX_MS } from "../settings.ts";
import type { Check, Evidence } from "./check.ts";

/** A transaction around a call waits for its process from about when the call begins: the gate comes in between. */
const BEFORE_CALL_MS = 500;
const AFTER_CALL_MS = 50;
/** Of calls that hang. A machine that stalls at that moment may show one that was not there; one call in ten. */
const SHARE_MAX = 0.1;
/** What tasks ask the provider for. */
const ACTIONS = ["search", "profile"] as const;

interface HungCall {
  action: string;
  startedAt: number;
  processId: string;
}

export const outsideTransactions: Check = {
  name: "no task called a provider inside a transaction (I4)",
  async find(evidence) {
    const hung = await readHung(evidence);
    for (const action of ACTIONS) {
      const calls = hung.filter((call) => call.action === action);
      if (calls.length === 0) return { detail: `no ${action} hung to its end, so that nothing is shown` };
      const shown = calls.flatMap((call) => findTransaction(evidence, call) ?? []);
      if (shown.length > SHARE_MAX * calls.length) {
        return {
          detail: `${shown.length} of ${calls.length} calls (${action}) that hung had a transaction open: ${shown[0]?.query}`,
        };
      }
    }
    return null;
  },
};

function readHung({ sql, run }: Evidence): Promise<HungCall[]> {
  return sql<HungCall[]>`
    select l.action, (extract(epoch from l.started_at) * 1000)::float8 as started_at, (
      select split_part(worker, ':', -2) from faults_journal
      where task_id = l.task_id and what = 'claimed' and at <= l.started_at
      order by at desc limit 1) as process_id
    from api_call_logs l join scraping_jobs j on j.id = l.job_id
    where l.outcome = 'timeout' and j.idempotency_key like ${`${run}-%`}`;
}

/** One that waited for the call's process as it called, unless the process itself was stopped by then. */
function findTransaction({ live, struck }: Evidence, { startedAt, processId }: HungCall) {
  const stops = struck.filter(({ what, processId: stopped }) => what === "stopped" && stopped === processId);
  const wasStopped = (since: number) =>
    stops.some(({ at }) => at >= since - 2 * LEASE_MS && at <= since + TRANSACTION_IDLE_MAX_MS);
  return [...live.idleTransactions.values()].find(
    ({ processId: idle, since }) =>
      idle === processId &&
      since >= startedAt - BEFORE_CALL_MS &&
      since <= startedAt + AFTER_CALL_MS &&
      !wasStopped(since),
  );
}
