import type { Mutant } from "../mutant.ts";

const SERVICE = "lib/search-engine/job-service.ts";
const PUMP = "lib/queue/lane-pump.ts";
const PUBLISH = "lib/queue/qstash/publish.ts";

const WAKES = "integration/worker-wakes.test.ts";

/** What is told to others only once it is committed. */
export const COMMIT_MUTANTS: readonly Mutant[] = [
  {
    name: "dispatch-wakes-before-its-commit",
    guard: "workers are woken after the commit that makes a job",
    edits: [
      {
        file: SERVICE,
        from: "  return asUser(database(), accountId, (transaction) =>\n    dispatchJob(transaction, adapter, { userId, accountId, body, idempotencyKey: options.idempotencyKey }),\n  );",
        to: "  return asUser(database(), accountId, async (transaction) => {\n    const request = { userId, accountId, body, idempotencyKey: options.idempotencyKey };\n    const made = await dispatchJob(transaction, adapter, request);\n    await wakeWorkers(database(), made.wake);\n    return made;\n  });",
      },
      {
        file: SERVICE,
        from: "await wakeWorkers(database(), wake.length > 0 ? wake : await startWaiting(accountId));",
        to: "if (wake.length === 0) await wakeWorkers(database(), await startWaiting(accountId));",
      },
    ],
    killers: [WAKES],
  },
  {
    name: "settle-wakes-before-its-commit",
    guard: "workers are woken after the commit that makes details due",
    edits: [
      {
        file: PUMP,
        from: "      const settled = await runTask(this.engine, task, run);\n",
        to: "      await wakeWorkers(sql, [task.provider]);\n      const settled = await runTask(this.engine, task, run);\n",
      },
      {
        file: PUMP,
        from: "      if (wake.length > 0) await wakeWorkers(sql, wake);\n",
        to: "      void wake;\n",
      },
    ],
    killers: [WAKES],
  },
  {
    name: "published-before-the-commit",
    guard: "a message goes out after the commit that notes it",
    edits: [
      {
        file: PUBLISH,
        from: "  await publish(sql, await takeWakes(sql, provider, window));\n",
        to: "  await asWorker(sql, async (open) => {\n    const within = { begin: (_: string, work: (transaction: Transaction) => unknown) => work(open) };\n    await publish(sql, await takeWakes(within as never, provider, window));\n  });\n",
      },
      {
        file: PUBLISH,
        from: 'import type { Sql } from "#lib/db/index.ts";',
        to: 'import { asWorker, type Sql, type Transaction } from "#lib/db/index.ts";',
      },
    ],
    killers: ["integration/qstash-window.test.ts"],
  },
];
