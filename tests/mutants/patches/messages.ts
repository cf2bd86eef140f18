import { type Mutant, mutant } from "../mutant.ts";

const WINDOW = "lib/search-engine/v2/core/wake-window.ts";
const DELIVER = "lib/queue/qstash/deliver.ts";
const PUBLISH = "lib/queue/qstash/publish.ts";
const FAILURE = "lib/queue/qstash/failure.ts";
const VERIFY = "lib/queue/qstash/verify.ts";

const SIGNATURE_TEST = "integration/qstash-signature.test.ts";
const WINDOW_TEST = "integration/qstash-window.test.ts";
const REFUSALS_TEST = "integration/qstash-refusals.test.ts";
const MESSAGES_TEST = "integration/qstash-messages.test.ts";
const HINTS_TEST = "integration/qstash-hints.test.ts";
const WAITS_TEST = "integration/qstash-waits.test.ts";
const ROUTES_TEST = "integration/worker-routes.test.ts";

/** The transport through QStash: signatures, the window of messages, refusals and hints. */
export const MESSAGE_MUTANTS: readonly Mutant[] = [
  mutant("signature-unread", "every worker route verifies the signature", {
    file: VERIFY,
    from: "await receiver.verify({ signature, body, url, clockTolerance: CLOCK_TOLERANCE_SECONDS });",
    to: "void url;",
    killers: [SIGNATURE_TEST],
  }),
  mutant("signature-of-another-route", "a signature holds for the address of its route", {
    file: VERIFY,
    from: "{ signature, body, url, clockTolerance",
    to: "{ signature, body, clockTolerance",
    killers: [SIGNATURE_TEST],
  }),
  mutant("next-key-refused", "a signature with the next key holds", {
    file: VERIFY,
    from: "new Receiver({ currentSigningKey, nextSigningKey, devMode: false })",
    to: "new Receiver({ currentSigningKey, nextSigningKey: `${nextSigningKey.length}`, devMode: false })",
    killers: [SIGNATURE_TEST],
  }),
  mutant("route-without-queue", "no worker route is open where Postgres wakes tasks", {
    file: "lib/queue/qstash/delivery-route.ts",
    from: 'if (env("queue").QUEUE !== "qstash") throw notFound("route");',
    to: "",
    killers: [ROUTES_TEST],
  }),
  mutant("cron-secret-unread", "the sweeper's route wants its secret", {
    file: "lib/queue/qstash/sweep-route.ts",
    from: 'if (!isEqual(request.headers.get("authorization") ?? "", `Bearer ${CRON_SECRET}`)) {',
    to: "if (false) {",
    killers: [HINTS_TEST],
  }),
  mutant("window-without-end", "no more messages are out than the provider has room for", {
    file: WINDOW,
    from: "const room = window.callsOutMax - out.calls;",
    to: "const room = window.callsOutMax + 1_000_000;",
    killers: [WINDOW_TEST],
  }),
  mutant("window-first-come", "I10: messages go by virtual time", {
    file: WINDOW,
    from: "order by t.virtual_time, t.sequence\n      limit ${WAKES_MAX}\n      for update of t skip locked\n    ), chosen as (\n      select id, sum(calls) over (order by virtual_time, sequence)",
    to: "order by t.sequence\n      limit ${WAKES_MAX}\n      for update of t skip locked\n    ), chosen as (\n      select id, sum(calls) over (order by sequence)",
    killers: [WINDOW_TEST],
  }),
  mutant("window-never-opens-again", "a message that has not arrived in time is taken for lost", {
    file: WINDOW,
    from: "(t.woken_until is null or t.woken_until < clock_timestamp())\n",
    to: "t.woken_until is null\n",
    killers: [WINDOW_TEST],
  }),
  mutant("cancelled-woken", "a cancelled job gets no message", {
    file: WINDOW,
    from: "and j.cancel_requested_at is null and j.finished_at is null and j.status <> 'pending'\n",
    to: "and j.finished_at is null and j.status <> 'pending'\n",
    killers: [WINDOW_TEST],
  }),
  mutant("astray-fills-the-window", "a message that went astray holds up others for a short while only", {
    file: WINDOW,
    from: "clock_timestamp() + ${timeoutMs - arrivalMs} * interval",
    to: "clock_timestamp() + ${0 * arrivalMs * timeoutMs} * interval",
    killers: [WINDOW_TEST],
  }),
  mutant("unbegun-at-a-closed-gate", "a job begins, and its deadline runs, also while the gate is closed", {
    file: WINDOW,
    from: "    const isClosed = isHeldBack(provider, gate);\n",
    to: "    const isClosed = isHeldBack(provider, gate);\n    if (isClosed) return [];\n",
    killers: [WINDOW_TEST],
  }),
  mutant("unbegun-all-woken", "one claim is enough to find a gate closed", {
    file: WINDOW,
    from: "where not ${isClosed} or place = 1",
    to: "where not ${isClosed} or place > 0",
    killers: [WINDOW_TEST],
  }),
  mutant("delayed-into-the-pause", "a delayed message comes no sooner than the provider's pause is over", {
    file: WINDOW,
    from: "woken_until = greatest(t.next_at, clock_timestamp() + ${gate.blockedForMs} * interval '1 millisecond')",
    to: "woken_until = greatest(t.next_at, clock_timestamp())",
    killers: [WINDOW_TEST],
  }),
  mutant("nothing-wakes-nobody", "a message that finds nothing to do makes room for the next", {
    file: DELIVER,
    from: "      await wakeWorkers(deliverer.engine.sql, [answer.provider]);\n",
    to: "",
    killers: [WINDOW_TEST],
  }),
  mutant("cancel-wakes-nobody", "a cancelled job makes room for the next", {
    file: "lib/search-engine/job-service.ts",
    from: "await wakeWorkers(database(), [provider, ...started]);",
    to: "await wakeWorkers(database(), started);",
    killers: [WINDOW_TEST],
  }),
  mutant("woken-at-a-closed-gate", "no message goes out while the gate is closed", {
    file: WINDOW,
    from: "return closedReason(gate) !== null ||",
    to: "return false &&",
    killers: [WINDOW_TEST],
  }),
  mutant("refused-stays-out", "a message that was refused is sent again", {
    file: PUBLISH,
    from: "  await releaseWakes(sql, left, error === null ? null : REFUSED);\n",
    to: "",
    killers: [REFUSALS_TEST],
  }),
  mutant("refusal-overlooked", "each message of a batch has an answer of its own", {
    file: PUBLISH,
    from: 'return typeof answer === "object" && answer !== null && "messageId" in answer;',
    to: "return answer !== undefined;",
    killers: [REFUSALS_TEST],
  }),
  mutant("delayed-unpublished", "a task that waits for its time gets a delayed message", {
    file: DELIVER,
    from: "  await publishDelayed(engine.sql, [{ provider: task.provider, taskId: task.id }]);\n",
    to: "",
    killers: [WAITS_TEST],
  }),
  mutant("settle-wakes-nobody", "each settle wakes the next", {
    file: DELIVER,
    from: "  await wakeWorkers(engine.sql, [task.provider, ...(await afterEnd(engine.sql, endedAccountId, wake))]);\n",
    to: "  await afterEnd(engine.sql, endedAccountId, wake);\n",
    killers: [WINDOW_TEST, MESSAGES_TEST],
  }),
  mutant("early-not-waited-for", "a message that comes a little early waits for its task", {
    file: DELIVER,
    from: 'if (answer.claim !== "early" || answer.dueInMs > EARLY_MS_MAX) return answer;',
    to: 'if (answer.claim !== "early" || answer.dueInMs > -EARLY_MS_MAX) return answer;',
    killers: [WAITS_TEST],
  }),
  mutant("leased-acknowledged", "a message for a task that another has comes again", {
    file: DELIVER,
    from: "        status: 503,",
    to: "        status: 200,",
    killers: [SIGNATURE_TEST],
  }),
  mutant("message-named-by-its-task", "each decision to publish names a message of its own", {
    file: PUBLISH,
    from: "`${wake.taskId}:${wake.wakeSeq}`",
    to: "wake.taskId",
    killers: [WAITS_TEST],
  }),
  mutant("given-up-for-good", "a task whose message was given up is woken anew", {
    file: WINDOW,
    from: "and (state = 'pending' or (state = 'running'",
    to: "and (false or (state = 'running'",
    killers: [HINTS_TEST],
  }),
  mutant("given-up-twice-for-good", "a hint that is repeated wakes what the first one freed", {
    file: FAILURE,
    from: "given ? [given.provider, ...swept] : swept",
    to: "given?.isNews ? [given.provider, ...swept] : swept",
    killers: [HINTS_TEST],
  }),
  mutant("duplicate-raises-alarm", "a duplicate that was given up is no fault", {
    file: FAILURE,
    from: "if (given?.isNews) {",
    to: "if (given) {",
    killers: [HINTS_TEST],
  }),
  mutant("notice-after-the-release", "admins learn of a message that was given up, though its hint dies", {
    file: FAILURE,
    from: "await releaseWake(transaction, taskId)",
    to: "await asWorker(sql, (other) => releaseWake(other, taskId))",
    killers: [HINTS_TEST],
  }),
  mutant("notice-counted-again", "a hint that is repeated is one notice", {
    file: "lib/services/admin-notices.ts",
    from: "\n    where admin_notices.message <> excluded.message`",
    to: "`",
    killers: [HINTS_TEST],
  }),
];
