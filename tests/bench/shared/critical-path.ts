/**
 * What a job waited for, one thing after the other, from the request to its end: followed back from the task that
 * ended last, by way of the search that found its creators. All times in Unix milliseconds.
 */

export interface PathJob {
  sentAtMs: number;
  createdAtMs: number;
  startedAtMs: number;
  finishedAtMs: number;
}

export interface PathTask {
  id: string;
  kind: string;
  createdAtMs: number;
  /** Its first claim. */
  claimedAtMs: number;
  finishedAtMs: number;
  /** Of a batch: the search that found its creators. */
  foundBy: string | null;
}

export interface PathCall {
  taskId: string | null;
  startedAtMs: number;
  endedAtMs: number;
}

/** Milliseconds; together they are the job's whole time. */
export interface CriticalPath {
  /** The request, until the job is there. */
  dispatch: number;
  /** For one of the account's slots, and for the start itself. */
  slot: number;
  /** Of tasks that wait to be claimed, though there was a place. */
  claims: number;
  /** Before a claim, or between claim and call, while as many calls of any job were under way as may be. */
  callsUnderWay: number;
  /** Between claim and call, though there was a place: the gate, and between the pages of a keyword their settles and claims. */
  gate: number;
  /** The provider's answers. */
  provider: number;
  /** From the last answer to the commit that keeps it. */
  saving: number;
  /** Afterwards, to the end of the job. */
  end: number;
}

export interface PathParts {
  job: PathJob;
  tasks: readonly PathTask[];
  /** Those of all jobs that were under way meanwhile. */
  calls: readonly PathCall[];
}

/** @param parallelMax calls that may be under way at once */
export function criticalPathOf({ job, tasks, calls }: PathParts, parallelMax: number): CriticalPath {
  const last = tasks.toSorted((one, other) => other.finishedAtMs - one.finishedAtMs)[0];
  const path: CriticalPath = {
    dispatch: job.createdAtMs - job.sentAtMs,
    slot: job.startedAtMs - job.createdAtMs,
    claims: 0,
    callsUnderWay: 0,
    gate: 0,
    provider: 0,
    saving: 0,
    end: job.finishedAtMs - (last?.finishedAtMs ?? job.startedAtMs),
  };
  let doneAtMs = last?.finishedAtMs ?? job.startedAtMs;
  for (let task = last; task; ) {
    const search: PathTask | undefined = tasks.find(({ id }) => id === task?.foundBy);
    const readyAtMs = search ? task.createdAtMs : job.startedAtMs;
    const beforeClaim = { fromMs: readyAtMs, toMs: task.claimedAtMs, parallelMax, except: [] };
    const fullMs = fullMsOf(calls, beforeClaim);
    path.callsUnderWay += fullMs;
    path.claims += task.claimedAtMs - readyAtMs - fullMs;
    addWork(path, task, { calls, parallelMax, doneAtMs });
    doneAtMs = readyAtMs;
    task = search;
  }
  return path;
}

/** What a task did from its claim until then. */
function addWork(
  path: CriticalPath,
  { id, kind, claimedAtMs }: PathTask,
  { calls, parallelMax, doneAtMs }: { calls: readonly PathCall[]; parallelMax: number; doneAtMs: number },
): void {
  const [last, ...others] = calls
    .filter((call) => call.taskId === id && call.endedAtMs <= doneAtMs)
    .sort((one, other) => other.endedAtMs - one.endedAtMs);
  if (!last) {
    path.saving += doneAtMs - claimedAtMs;
    return;
  }
  // A keyword's pages come one after the other; of a batch's profiles, side by side, the last to end is waited for.
  const earlier = kind === "search" ? others : [];
  const earlierMs = earlier.reduce((total, call) => total + call.endedAtMs - call.startedAtMs, 0);
  const window = { fromMs: claimedAtMs, toMs: last.startedAtMs, parallelMax, except: earlier };
  const fullMs = fullMsOf(calls, window);
  path.callsUnderWay += fullMs;
  path.gate += last.startedAtMs - claimedAtMs - earlierMs - fullMs;
  path.provider += last.endedAtMs - last.startedAtMs + earlierMs;
  path.saving += doneAtMs - last.endedAtMs;
}

/** How long as many calls as may be were under way, but for the time of some of them. */
function fullMsOf(
  calls: readonly PathCall[],
  window: { fromMs: number; toMs: number; parallelMax: number; except: readonly PathCall[] },
): number {
  const { fromMs, toMs, parallelMax, except } = window;
  const edges = calls
    .flatMap((call) => {
      const isExcepted = except.includes(call);
      return [
        { atMs: call.startedAtMs, calls: 1, excepted: isExcepted ? 1 : 0 },
        { atMs: call.endedAtMs, calls: -1, excepted: isExcepted ? -1 : 0 },
      ];
    })
    .sort((one, other) => one.atMs - other.atMs || one.calls - other.calls);
  let underWay = 0;
  let excepted = 0;
  let beforeMs = fromMs;
  let total = 0;
  for (const edge of [...edges, { atMs: toMs, calls: 0, excepted: 0 }]) {
    const atMs = Math.min(Math.max(edge.atMs, fromMs), toMs);
    if (underWay >= parallelMax && excepted === 0) total += atMs - beforeMs;
    beforeMs = Math.max(beforeMs, atMs);
    underWay += edge.calls;
    excepted += edge.excepted;
  }
  return total;
}
