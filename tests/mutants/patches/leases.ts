import { type Mutant, mutant } from "../mutant.ts";

const CLAIM = "lib/search-engine/v2/core/claim.ts";
const CLOSE = "lib/search-engine/v2/workers/close-task.ts";
const SWEEP = "lib/search-engine/v2/workers/sweep.ts";
const TRACKER = "lib/search-engine/v2/core/job-tracker.ts";

const ZOMBIES = "integration/deliveries-zombies.test.ts";
const DELIVERIES = "integration/deliveries.test.ts";
const IN_DOUBT = "integration/deliveries-in-doubt.test.ts";
const SWEEPER = "integration/sweeper.test.ts";
const LEASES = "integration/leases.test.ts";

/** Claim, lease, heartbeat, and what takes a lease back. */
export const LEASE_MUTANTS: readonly Mutant[] = [
  mutant("settle-without-token", "I1: a settle holds the lease it was claimed with", {
    file: TRACKER,
    from: " and lease_token = ${task.leaseToken} for update",
    to: " for update",
    killers: [ZOMBIES, DELIVERIES],
  }),
  mutant("settle-twice", "I1: a task that is not running is not settled", {
    file: TRACKER,
    from: " and state = 'running' and lease_token = ${task.leaseToken} for update",
    to: " for update",
    killers: [IN_DOUBT, ZOMBIES],
  }),
  mutant("page-counted-on-redelivery", "I1: a page without a lease counts nothing", {
    file: "lib/search-engine/v2/workers/settle-page.ts",
    from: "const [own] = await lockTask(transaction, task);\n      if (!own) return STALE;",
    to: "const own = (await lockTask(transaction, task))[0] ?? task;",
    killers: [ZOMBIES, IN_DOUBT],
  }),
  mutant("batch-counted-on-redelivery", "I1: a batch without a lease counts nothing", {
    file: "lib/search-engine/v2/workers/settle-batch.ts",
    from: "const [own] = await lockTask(transaction, task);\n      if (!own) return STALE;",
    to: "const own = (await lockTask(transaction, task))[0] ?? task;",
    killers: [ZOMBIES, IN_DOUBT],
  }),
  mutant("give-back-without-token", "I1: nobody gives back another's lease", {
    file: CLOSE,
    from: " and t.state = 'running' and t.lease_token = ${task.leaseToken}",
    to: " and t.state = 'running'",
    killers: [ZOMBIES],
  }),
  mutant("give-back-of-extended-lease", "I1: a lease that was extended meanwhile is not taken back", {
    file: CLOSE,
    from: "(not ${ifExpired} or t.lease_until < clock_timestamp())",
    to: "(not ${ifExpired} or true)",
    killers: [ZOMBIES],
  }),
  mutant("close-of-extended-lease", "I1: a last attempt whose lease was extended meanwhile is not failed", {
    file: CLOSE,
    from: "\n      and lease_until < clock_timestamp()\n    for update skip locked",
    to: "\n    for update skip locked",
    killers: [LEASES],
  }),
  mutant("claim-before-due", "a task waits for next_at", {
    file: CLAIM,
    from: "and t.next_at <= clock_timestamp() and j.cancel_requested_at is null",
    to: "and j.cancel_requested_at is null",
    killers: ["integration/provider-faults-waiting.test.ts"],
  }),
  mutant("message-before-due", "a message that comes early claims nothing", {
    file: CLAIM,
    from: "(t.state = 'pending' and t.next_at <= clock_timestamp())",
    to: "(t.state = 'pending')",
    killers: [LEASES],
  }),
  mutant("claim-uncounted", "an attempt counts at the claim", {
    file: CLAIM,
    from: "calls_before from due\n      )\n      update job_tasks t set state = 'running', attempts = t.attempts + 1,",
    to: "calls_before from due\n      )\n      update job_tasks t set state = 'running', attempts = t.attempts,",
    killers: [SWEEPER, "integration/crash-kill.test.ts"],
  }),
  mutant("takeover-uncounted", "an attempt counts also when an expired lease is claimed", {
    file: CLAIM,
    from: "await transaction<ClaimedTask[]>`\n      update job_tasks t set state = 'running', attempts = t.attempts + 1,",
    to: "await transaction<ClaimedTask[]>`\n      update job_tasks t set state = 'running', attempts = case when t.state = 'running' then t.attempts else t.attempts + 1 end,",
    killers: [SWEEPER],
  }),
  mutant("takeover-without-limit", "a task that kills its worker is claimed five times at most", {
    file: CLAIM,
    from: " and t.attempts < ${ATTEMPTS_MAX}",
    to: "",
    killers: [SWEEPER],
  }),
  mutant("takeover-of-live-lease", "I1: a lease that lasts is nobody else's", {
    file: CLAIM,
    from: "(t.state = 'running' and t.lease_until < clock_timestamp() and",
    to: "(t.state = 'running' and",
    killers: [DELIVERIES],
  }),
  mutant("claim-after-deadline", "I6: nothing is begun after the deadline", {
    file: CLAIM,
    from: "(j.deadline_at is null or j.deadline_at > clock_timestamp())\n        order by",
    to: "true\n        order by",
    killers: ["integration/deadline.test.ts", LEASES],
  }),
  mutant("claim-first-come", "I10: claims go by virtual time", {
    file: CLAIM,
    from: "order by t.virtual_time, t.sequence\n        limit ${request.tasksMax}",
    to: "order by t.sequence\n        limit ${request.tasksMax}",
    killers: ["integration/fairness.test.ts"],
  }),
  mutant("heartbeat-of-another", "I1: a heartbeat extends its own leases only", {
    file: CLAIM,
    from: "on t.id = l.id and t.lease_token = l.token\n        where t.state = 'running' for update",
    to: "on t.id = l.id\n        where t.state = 'running' for update",
    killers: [LEASES],
  }),
  mutant("lost-lease-unnoticed", "a worker learns at its heartbeat that a lease is gone", {
    file: CLAIM,
    from: "on t.id = l.id and t.lease_token = l.token\n      where t.state = 'running'`",
    to: "on t.id = l.id\n      where t.state = 'running'`",
    killers: [LEASES],
  }),
  mutant("expired-never-taken-back", "I5, I6: the sweeper takes expired leases back", {
    file: SWEEP,
    from: "where t.state = 'running' and t.lease_until < clock_timestamp()\n",
    to: "where false\n",
    killers: [DELIVERIES],
  }),
  mutant("attempts-without-limit", "the sweeper fails a task after its last attempt", {
    file: SWEEP,
    from: "if (task.attempts < ATTEMPTS_MAX && !task.isCancelled) {",
    to: "if (!task.isCancelled) {",
    killers: [SWEEPER, "integration/crash-kill.test.ts"],
  }),
  mutant("rate-limit-burns-attempt", "a 429 burns no attempt", {
    file: "lib/search-engine/v2/core/provider-error.ts",
    from: 'new Set(["rate_limited", "payment_required", "gate_closed"])',
    to: 'new Set(["payment_required", "gate_closed"])',
    killers: ["integration/provider-faults-waiting.test.ts"],
  }),
  mutant("lease-kept-at-stop", "a worker that stops gives its leases back", {
    file: "lib/search-engine/v2/workers/run-task.ts",
    from: "if (run.signal.aborted) {",
    to: "if (false) {",
    killers: ["integration/worker-stop.test.ts"],
  }),
  mutant("in-doubt-not-repeated", "I5: a settle whose connection broke is done again", {
    file: "lib/search-engine/v2/core/retry-transient.ts",
    from: "if (!isTransient(error) || tries >= TRIES_MAX) throw error;",
    to: "throw error;",
    killers: [IN_DOUBT],
  }),
];
