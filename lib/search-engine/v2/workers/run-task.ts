import { logger } from "#lib/log/index.ts";
import type { ClaimedTask, Settled } from "../core/rows.ts";
import { STALE } from "../core/rows.ts";
import { closeTask, failureOf, giveBack, retryOrFail } from "./close-task.ts";
import { runEnrich } from "./enrich-worker.ts";
import { runExpand } from "./expand-worker.ts";
import { beginJob } from "./first-claim.ts";
import { runSearch } from "./search-worker.ts";
import type { Engine, TaskRun } from "./types.ts";

/**
 * Does what a claimed task asks for, and settles it: the one path of every transport. Never throws for what
 * the task met; throws when even its failure could not be written (the sweeper then finds the lease).
 */
export async function runTask(engine: Engine, task: ClaimedTask, run: TaskRun): Promise<Settled> {
  try {
    // No call waits for it, and should it fail, the settle makes up for it.
    const begun = beginJob(engine, task).catch((error: unknown) =>
      logger.warn({ err: error, jobId: task.jobId }, "job.begin_failed"),
    );
    const settled = await handle(engine, task, run);
    await begun;
    return settled;
  } catch (error) {
    if (run.signal.aborted) {
      const wasGivenBack = await giveBack(engine.sql, task, { delayMs: 0 });
      return wasGivenBack
        ? { outcome: "waiting", creators: 0, endedAccountId: null, wake: [task.provider] }
        : STALE;
    }
    const failure = failureOf(error);
    const level = failure.code === "internal" ? "error" : "info";
    logger[level](
      { err: error, jobId: task.jobId, taskId: task.id, kind: task.kind, code: failure.code },
      "task.failed",
    );
    return retryOrFail(engine, task, failure);
  }
}

function handle(engine: Engine, task: ClaimedTask, run: TaskRun): Promise<Settled> {
  switch (task.kind) {
    case "search":
      return runSearch(engine, task, run);
    case "enrich":
      return runEnrich(engine, task, run);
    case "expand":
      return runExpand(engine, task, run);
    case "analyze":
      return closeTask(engine, task, {
        code: "unsupported",
        message: "This worker does not analyse creators.",
      });
    default:
      return task.kind satisfies never;
  }
}
