import type { LoggedCall } from "../evidence/index.ts";
import type { StandingTransaction } from "../live-checker.ts";
import { LEASE_MS, TRANSACTION_IDLE_MAX_MS } from "../settings.ts";
import type { Check, Evidence } from "./check.ts";

/** A transaction around a call waits for its process from about when the call begins: the gate comes in between. */
const BEFORE_CALL_MS = 500;
const AFTER_CALL_MS = 50;
/** Of calls that hang. A machine that stalls at that moment may show one that was not there; one call in ten. */
const SHARE_MAX = 0.1;
/** What tasks ask the provider for. */
const ACTIONS = ["search", "profile"] as const;

export const outsideTransactions: Check = {
  name: "no task called a provider inside a transaction (I4)",
  find(evidence) {
    const hung = evidence.calls.filter(({ outcome }) => outcome === "timeout");
    for (const action of ACTIONS) {
      const calls = hung.filter((call) => call.action === action);
      if (calls.length === 0) return { detail: `no ${action} hung to its end, so that nothing is shown` };
      const shown = calls.flatMap((call) => findTransaction(evidence, call) ?? []);
      if (shown.length > SHARE_MAX * calls.length) {
        return {
          detail: `${shown.length} of ${calls.length} calls (${action}) that hung had a transaction open: ${shown[0]?.query}`,
          jobId: calls.find((call) => findTransaction(evidence, call))?.jobId,
        };
      }
    }
    return null;
  },
};

/** One that stood still for the call's process as it called, unless the process itself was stopped by then. */
function findTransaction(
  { transactions, struck }: Evidence,
  { startedAt, processId }: LoggedCall,
): StandingTransaction | undefined {
  const stops = struck.filter(({ what, processId: stopped }) => what === "stopped" && stopped === processId);
  const wasStopped = (since: number) =>
    stops.some(({ at }) => at >= since - 2 * LEASE_MS && at <= since + TRANSACTION_IDLE_MAX_MS);
  return transactions.find(
    ({ processId: idle, since }) =>
      idle === processId &&
      since >= startedAt - BEFORE_CALL_MS &&
      since <= startedAt + AFTER_CALL_MS &&
      !wasStopped(since),
  );
}
