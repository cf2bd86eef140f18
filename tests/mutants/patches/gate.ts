import { type Mutant, mutant } from "../mutant.ts";

const GATE = "lib/search-engine/v2/core/provider-gate.ts";
const HTTP = "lib/search-engine/v2/core/provider-http.ts";

const LIMITS = "integration/gate-limits.test.ts";
const CALLS = "integration/gate-calls.test.ts";
const WAITING = "integration/provider-faults-waiting.test.ts";
const JUDGED = "unit/engine/gate.test.ts";

/** What a provider call must pass, and what is written of it. */
export const GATE_MUTANTS: readonly Mutant[] = [
  mutant("gate-without-places", "no more calls at once than the provider allows, over all processes", {
    file: GATE,
    from: "if (inFlight >= limits.parallelMax)",
    to: "if (false)",
    killers: [JUDGED, LIMITS],
  }),
  mutant("gate-without-rate", "no more calls a second than the provider allows", {
    file: GATE,
    from: "if (startedLately >= limits.callsPerSecondMax) {",
    to: "if (false) {",
    killers: [JUDGED, LIMITS],
  }),
  mutant("gate-without-job-cap", "a job spends no more than a job may", {
    file: GATE,
    from: "if (spentByJob + call.cost > limits.spendCapPerJob) {",
    to: "if (false) {",
    killers: [JUDGED, LIMITS],
  }),
  mutant("gate-without-day-cap", "a day spends no more than a day may", {
    file: GATE,
    from: "if (spendToday + call.cost > limits.spendCapPerDay) {",
    to: "if (false) {",
    killers: [JUDGED, LIMITS],
  }),
  mutant("gate-unlocked", "calls are counted under the gate's lock", {
    file: GATE,
    from: "${selectGate(transaction, provider)} for update of g`",
    to: "${selectGate(transaction, provider)}`",
    killers: [LIMITS],
  }),
  mutant("place-of-the-dead", "a killed caller's place is free when its lease is over", {
    file: GATE,
    from: "          and t.lease_until > clock_timestamp()) end`",
    to: "          ) end`",
    killers: [CALLS],
  }),
  mutant("stop-switch-ignored", "the switch stops all paid calls", {
    file: GATE,
    from: "if (gate.isStopped) return",
    to: "if (false) return",
    killers: [LIMITS],
  }),
  mutant("closed-gate-ignored", "a closed gate lets nothing through", {
    file: GATE,
    from: "if (gate.isClosed) return",
    to: "if (false) return",
    killers: [WAITING],
  }),
  mutant("gate-ignores-cancel", "no call starts for a job that is cancelled", {
    file: GATE,
    from: 'if (requester.isJobClosed) return refuse("cancelled", "The job is cancelled or has ended.");',
    to: "",
    killers: [CALLS],
  }),
  mutant("gate-ignores-lease", "no call starts under a lease that is gone", {
    file: GATE,
    from: "if (!requester?.isLeaseAlive) return",
    to: "if (!requester) return",
    killers: [CALLS],
  }),
  mutant("pause-not-shared", "a 429 pauses the provider for all", {
    file: HTTP,
    from: "await blockGate(this.sql, provider, pauseMs);",
    to: "void pauseMs;",
    killers: [WAITING],
  }),
  mutant("no-credit-goes-on", "a 402 closes the gate until an admin opens it", {
    file: HTTP,
    from: 'await closeGate(this.sql, provider, "The provider says that its credit is used up (402).");',
    to: "",
    killers: [WAITING],
  }),
  mutant("call-unlogged", "I12: a call has its row before it is made", {
    file: GATE,
    from: "await Promise.all([startCalls(transaction, passed), spend(transaction, provider, passed)]);",
    to: "await spend(transaction, provider, passed);",
    killers: [CALLS],
  }),
  mutant("dead-call-forgotten", "I12: a call whose process died becomes unknown", {
    file: "lib/services/api-logger.ts",
    from: "update api_call_logs set outcome = 'unknown'\n      where outcome = 'started' and",
    to: "update api_call_logs set outcome = 'unknown'\n      where false and",
    killers: [CALLS],
  }),
  {
    name: "call-within-a-transaction",
    guard: "I4: no call is made inside a database transaction",
    edits: [
      {
        file: "lib/search-engine/v2/workers/search-worker.ts",
        from: "mustBuy(task) ? await buyPage(engine, task, run) : null",
        to: "mustBuy(task) ? await asWorker(engine.sql, async (open) => {\n    await open`select 1 from job_tasks where id = ${task.id}`;\n    return buyPage(engine, task, run);\n  }) : null",
      },
      {
        file: "lib/search-engine/v2/workers/search-worker.ts",
        from: 'import { noteForAdmins } from "#lib/services/index.ts";',
        to: 'import { asWorker } from "#lib/db/index.ts";\nimport { noteForAdmins } from "#lib/services/index.ts";',
      },
    ],
    killers: [CALLS],
  },
];
