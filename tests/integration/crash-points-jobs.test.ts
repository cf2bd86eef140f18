import { afterAll, beforeAll, expect, it } from "vitest";
import { asUser } from "#lib/db/index.ts";
import {
  afterEnd,
  type ClaimedTask,
  claimDue,
  claimTask,
  dispatchJob,
  getAdapter,
  promoteAll,
  requestCancel,
  retryJob,
  runTask,
} from "#lib/search-engine/v2/index.ts";
import { CrashPoints, type Operation, type Scene } from "#tests/support/crash-points.ts";
import { claimOf, dispatchWaiting, PROFILE_PATH, readTasks } from "#tests/support/engine-probe.ts";
import type { Fault } from "#tests/support/statement-proxy.ts";

let points: CrashPoints;

beforeAll(async () => {
  points = await CrashPoints.start();
});
afterAll(() => points?.stop());

/** Nobody uses these words: the sandbox makes creators up, of which it has three. */
const BODY = {
  platform: "tiktok",
  keywords: ["zzqa", "zzqb"],
  targetResults: 2,
  expand: false,
};
const KEY = "crash-points";

function dispatch({ account, sql }: Pick<Scene, "account" | "sql">) {
  return asUser(sql, account.accountId, (transaction) =>
    dispatchJob(transaction, getAdapter(BODY.platform), { ...account, body: BODY, idempotencyKey: KEY }),
  );
}

async function begin({ bench, account }: Scene, targetResults = BODY.targetResults): Promise<string> {
  return bench.begin(account, { ...BODY, targetResults });
}

/** Works a task of the job off, undisturbed. */
async function work({ bench }: Scene, jobId: string, kind: ClaimedTask["kind"]): Promise<void> {
  await bench.work(await claimOf(bench, jobId, kind));
}

/** As a worker does it that meets the fault. */
async function workDisturbed({ bench, engine, sql }: Scene, jobId: string, kind: ClaimedTask["kind"]) {
  const task = await claimOf(bench, jobId, kind);
  return async () => {
    const settled = await runTask(engine, task, { signal: new AbortController().signal });
    await afterEnd(sql, settled.endedAccountId, settled.wake);
  };
}

/** A search that found less than was asked for, and failed with one of two creators' details. */
async function endWithGaps(scene: Scene): Promise<string> {
  const { bench } = scene;
  const jobId = await begin(scene, 4);
  await bench.fault({ kind: "401", keyword: "zzqb" });
  await work(scene, jobId, "search");
  await work(scene, jobId, "search");
  await bench.fault({ kind: "401", path: PROFILE_PATH, times: 1 });
  for (let open = await readTasks(bench, jobId); !(await bench.job(jobId)).finishedAt; ) {
    const kinds = [...open, ...(await readTasks(bench, jobId, "enrich"))];
    const next = kinds.find(({ state }) => state === "pending");
    if (!next) throw new Error("nothing is due");
    await work(scene, jobId, next.kind);
    open = await readTasks(bench, jobId);
  }
  await bench.calm();
  return jobId;
}

async function retry({ bench, account, sql, ids }: Pick<Scene, "bench" | "account" | "sql" | "ids">) {
  const job = await bench.job(ids.job ?? "");
  return asUser(sql, account.accountId, (transaction) =>
    retryJob(transaction, getAdapter(BODY.platform), { ...account, job, idempotencyKey: null }),
  );
}

const isError = (fault: Fault) => fault === "error" || fault === "deadlock";

async function countJobs({ bench }: Scene): Promise<number> {
  const [row] = await bench.sql<{ count: number }[]>`
    select (select count(*)::int from scraping_jobs) as count`;
  return row?.count ?? 0;
}

const OPERATIONS: Operation[] = [
  {
    name: "dispatch",
    prepare: async (scene) => () => dispatch(scene),
    async afterFault(scene, { hasFailed, struck, fault, where }) {
      const isDone = struck === "commit" && fault === "cut_after";
      // One that has not even begun is begun anew, on another connection.
      expect(hasFailed, where).toBe(!(struck === "begin" && !isError(fault)));
      if (!hasFailed) return;
      expect(await countJobs(scene), where).toBe(isDone ? 1 : 0);
      const rows = await scene.bench.sql`
        select 1 from runs union all select 1 from job_tasks union all select 1 from ledger_entries`;
      if (!isDone) expect(rows, where).toHaveLength(0);
    },
    async again(scene) {
      const { answer } = await dispatch({ ...scene, sql: scene.bench.sql });
      const jobs = await scene.bench.sql`select id from scraping_jobs`;
      expect([...jobs]).toEqual([{ id: answer.jobId }]);
    },
  },
  {
    name: "start",
    async prepare(scene) {
      await dispatchWaiting(scene.bench, scene.account, BODY);
      return () => promoteAll(scene.sql, scene.account.accountId);
    },
  },
  {
    name: "claim",
    async prepare(scene) {
      await begin(scene);
      const { sql, engine } = scene;
      const request = { provider: "scrapecreators", worker: engine.worker, tasksMax: 2, callsFree: 100 };
      return () => claimDue(sql, request, engine.settings);
    },
  },
  {
    name: "claim by message",
    async prepare(scene) {
      const jobId = await begin(scene);
      const [task] = await readTasks(scene.bench, jobId);
      const { sql, engine } = scene;
      return () => claimTask(sql, { taskId: task?.id ?? "", worker: engine.worker }, engine.settings);
    },
  },
  {
    name: "first page",
    prepare: async (scene) => workDisturbed(scene, await begin(scene), "search"),
  },
  {
    name: "page that releases a parked keyword",
    async prepare(scene) {
      // One more than there are: the first keyword has taken its share when the second comes to its end.
      const jobId = await begin(scene, 4);
      await work(scene, jobId, "search");
      await work(scene, jobId, "search");
      await work(scene, jobId, "search");
      return workDisturbed(scene, jobId, "search");
    },
  },
  {
    name: "page that meets the target",
    async prepare(scene) {
      const jobId = await begin(scene);
      await work(scene, jobId, "search");
      return workDisturbed(scene, jobId, "search");
    },
  },
  {
    name: "details",
    async prepare(scene) {
      const jobId = await begin(scene);
      await work(scene, jobId, "search");
      return workDisturbed(scene, jobId, "enrich");
    },
  },
  {
    name: "the end",
    async prepare(scene) {
      const jobId = await begin(scene);
      await work(scene, jobId, "search");
      await work(scene, jobId, "search");
      await work(scene, jobId, "enrich");
      return workDisturbed(scene, jobId, "enrich");
    },
  },
  {
    name: "retry",
    async prepare(scene) {
      scene.ids.job = await endWithGaps(scene);
      return () => retry(scene);
    },
    async again(scene) {
      await retry({ ...scene, sql: scene.bench.sql });
      const retries = await scene.bench.sql`
        select creators_copied, keywords_dispatched from scraping_jobs where retry_of is not null`;
      expect([...retries]).toEqual([{ creatorsCopied: 1, keywordsDispatched: 1 }]);
    },
  },
  {
    name: "cancel",
    async prepare(scene) {
      const jobId = await begin(scene);
      await work(scene, jobId, "search");
      scene.ids.job = jobId;
      return () => asUser(scene.sql, scene.account.accountId, (tx) => requestCancel(tx, jobId));
    },
    again: ({ bench, account, ids }) => bench.cancel(account, ids.job ?? ""),
  },
];

it.each(OPERATIONS)(
  "$name: a fault at any statement leaves it to be done as if there had been none",
  {
    timeout: 900_000,
  },
  async (operation) => {
    const swept = await points.sweepOver(operation);
    console.log(swept.join("\n"));
    expect(swept.length).toBeGreaterThan(3);
  },
);
