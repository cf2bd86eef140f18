import { type Mutant, mutant } from "../mutant.ts";

const PROMOTE = "lib/search-engine/v2/core/promote.ts";
const START = "lib/search-engine/v2/core/job-start.ts";
const DISPATCH = "lib/search-engine/v2/workers/dispatch.ts";
const STEP = "lib/search-engine/v2/core/job-step.ts";

const CANCEL = "integration/cancel.test.ts";
const PROMOTION = "integration/promotion.test.ts";
const WAKES = "integration/worker-wakes.test.ts";

/** Cancel and promotion. */
export const LIFECYCLE_MUTANTS: readonly Mutant[] = [
  mutant("no-wait-for-the-database", "a worker that starts before its database is back waits for it", {
    file: "lib/queue/when-reachable.ts",
    from: "if (!isTransient(error) || ",
    to: "if (isTransient(error) || ",
    killers: ["integration/worker-outage.test.ts"],
  }),
  mutant("stop-while-waiting", "a worker told to stop while it waits for its database ends in order", {
    file: "lib/queue/when-reachable.ts",
    from: "while (!signal.aborted)",
    to: "while (true)",
    killers: ["integration/worker-outage.test.ts"],
  }),
  mutant("channel-of-a-failure", "a channel that could not be had is asked for with a new client", {
    file: "lib/queue/wake-listener.ts",
    from: "    await this.sql?.end({ timeout: END_SECONDS });\n    this.sql = connect(",
    to: "    this.sql ??= connect(",
    killers: ["integration/worker-outage.test.ts"],
  }),
  mutant("page-after-cancel-goes-on", "a page saved after the cancel makes no details due", {
    file: "lib/search-engine/v2/workers/settle-page.ts",
    from: "job.cancelRequestedAt\n    ? []\n    : creators.flatMap",
    to: "false\n    ? []\n    : creators.flatMap",
    killers: [CANCEL],
  }),
  mutant("cancel-after-the-end", "I7: a cancel after the end, or again, changes nothing", {
    file: "lib/search-engine/v2/core/cancel.ts",
    from: "if (!job || isEnded(job) || job.cancelRequestedAt) return job;",
    to: "if (!job) return job;",
    killers: [CANCEL],
  }),
  mutant("cancelled-left-open", "a cancel closes what nobody runs", {
    file: STEP,
    from: "if (job.cancelRequestedAt || (isTargetMet(job)",
    to: "if ((isTargetMet(job)",
    killers: [CANCEL],
  }),
  mutant("promotion-beyond-the-slots", "no more jobs at once than the plan has slots", {
    file: PROMOTE,
    from: "|| account.openJobs >= getPlan(account.plan).jobSlots) return null;",
    to: "|| getPlan(account.plan).jobSlots < 1) return null;",
    killers: [PROMOTION],
  }),
  mutant("promotion-unlocked", "slots are counted under the account's lock", {
    file: PROMOTE,
    from: "    lockAccount(transaction, accountId),\n",
    to: "    lockAccount.length,\n",
    killers: [PROMOTION],
  }),
  mutant("start-beyond-the-slots", "a dispatch starts no job beyond the plan's slots", {
    file: START,
    from: "if (waitingJobs > 0 || openJobs >= jobSlots) return null;",
    to: "if (waitingJobs > 0 || jobSlots < 1) return null;",
    killers: [PROMOTION],
  }),
  mutant("start-overtakes", "a dispatch starts no job before one that waits", {
    file: START,
    from: "if (waitingJobs > 0 || openJobs",
    to: "if (openJobs",
    killers: [PROMOTION],
  }),
  mutant("start-unlocked", "a dispatch reads the slots under the account's lock", {
    file: DISPATCH,
    from: `  const [covered, slots] = await Promise.all([
    validateCreatorSearch(userId, targetResults, { accountId, tx: transaction }),
    readSlots(transaction, { accountId, provider: adapter.provider }),
  ]);`,
    to: `  const [slots, covered] = await Promise.all([
    readSlots(transaction, { accountId, provider: adapter.provider }),
    validateCreatorSearch(userId, targetResults, { accountId, tx: transaction }),
  ]);`,
    killers: [WAKES],
  }),
  mutant("start-wakes-nobody", "workers are woken for a job that starts with its dispatch", {
    file: "lib/search-engine/job-service.ts",
    from: "wake.length > 0 ? wake : await startWaiting(accountId)",
    to: "wake.length > 0 ? [] : await startWaiting(accountId)",
    killers: [WAKES],
  }),
  mutant("start-wakes-one-lane", "every lane in which a job that starts has tasks is woken", {
    file: DISPATCH,
    from: "return isExpanded ? [provider, EXPANSION_PROVIDER] : [provider];",
    to: "return isExpanded ? [provider] : [provider];",
    killers: [WAKES],
  }),
  mutant("wait-wakes", "nobody is woken for a job that waits for a slot", {
    file: DISPATCH,
    from: "  if (!start) return [];\n",
    to: "",
    killers: [WAKES],
  }),
  mutant("start-alone", "I10: a job that starts shares the account's turns with those that run", {
    file: START,
    from: "const step = (openJobs + 1) / weight;",
    to: "const step = (0 * openJobs + 1) / weight;",
    killers: [PROMOTION],
  }),
  mutant("promotion-out-of-order", "the oldest waiting job starts first", {
    file: PROMOTE,
    from: "order by created_at, id limit 1",
    to: "order by created_at desc, id limit 1",
    killers: [PROMOTION],
  }),
  mutant("promotion-lost", "I5: the sweeper promotes where nobody did", {
    file: "lib/search-engine/v2/workers/sweep.ts",
    from: "where finished_at is null and status = 'pending'\n",
    to: "where false\n",
    killers: [PROMOTION],
  }),
  mutant(
    "dies-with-its-connection",
    "a worker outlives a connection that breaks as the driver asks for types",
    {
      file: "scripts/worker.ts",
      from: "  outliveConnections();\n",
      to: "  void outliveConnections;\n",
      killers: ["integration/worker-outage.test.ts"],
    },
  ),
  mutant("wake-before-the-commit", "workers are woken after the commit that made tasks due", {
    file: "lib/search-engine/job-service.ts",
    from: "  const providers: string[] = [];\n  for (;;) {",
    to: '  const providers: string[] = [];\n  await wakeWorkers(database(), ["scrapecreators"]);\n  for (;;) {',
    killers: [WAKES],
  }),
];
