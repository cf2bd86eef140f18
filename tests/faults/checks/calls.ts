import type { Check } from "./check.ts";

export const outsideTransactions: Check = {
  name: "no task called a provider inside a transaction (I4)",
  find({ live, provider }) {
    // A provider that hangs is what would show it.
    if ((provider.faults.hang ?? 0) === 0)
      return { detail: "the provider never hung, so that nothing is shown" };
    const [first] = live.idleTransactions;
    return first === undefined ? null : { detail: `a transaction waited while the provider hung: ${first}` };
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
