import { type Mutant, mutant } from "../mutant.ts";

const STEP = "lib/search-engine/v2/core/job-step.ts";
const TRACKER = "lib/search-engine/v2/core/job-tracker.ts";
const CLOSE = "lib/search-engine/v2/workers/close-task.ts";
const BATCH = "lib/search-engine/v2/workers/settle-batch.ts";
const PAGE = "lib/search-engine/v2/workers/settle-page.ts";
const SWEEP = "lib/search-engine/v2/workers/sweep.ts";

const JOB = "integration/search-job.test.ts";
const SHARES = "integration/shares.test.ts";
const SEARCH_FAULTS = "integration/provider-faults-search.test.ts";
const STATUS = "integration/status.test.ts";
const DEADLINE = "integration/deadline.test.ts";
const MEETING = "integration/races-creators.test.ts";
const PROGRESS = "unit/engine/progress.test.ts";
const PLAN = "unit/engine/page-plan.test.ts";

/** Counters, version, shares, the end and the deadline. */
export const JOB_MUTANTS: readonly Mutant[] = [
  mutant("zero-results-forgotten", "I2: a keyword that found nothing closes too", {
    file: PAGE,
    from: "if (isClosed) job.openTasks -= 1;",
    to: "if (isClosed && plan.inserted.length > 0) job.openTasks -= 1;",
    killers: [SEARCH_FAULTS],
  }),
  mutant("batch-decremented-twice", "I2: a closed task counts down once", {
    file: BATCH,
    from: "if (isClosed) job.openTasks -= 1;",
    to: "if (isClosed) job.openTasks -= 2;",
    killers: [JOB],
  }),
  mutant("failed-task-forgotten", "I2: a failed task counts down", {
    file: CLOSE,
    from: '  job.openTasks -= 1;\n  if (kind === "search" || kind === "expand") job.finders -= 1;',
    to: '  if (kind === "search" || kind === "expand") job.finders -= 1;',
    killers: [SEARCH_FAULTS],
  }),
  mutant("end-with-work-left", "I7: a job ends with its last task, not before", {
    file: STEP,
    from: "if (job.openTasks === 0) {",
    to: "if (job.finders + job.parkedTasks === 0) {",
    killers: [JOB],
  }),
  mutant("version-not-raised", "I9: what status shows changes with the version", {
    file: STEP,
    from: "job.version += 1;",
    to: "",
    killers: [JOB],
  }),
  mutant("wait-without-version", "I9: that a keyword has to wait is told", {
    file: CLOSE,
    from: "if (givenBack.length > 0) {",
    to: "if (false) {",
    killers: [STATUS],
  }),
  mutant("batch-wait-without-version", "I9: that a batch has to wait is told", {
    file: BATCH,
    from: "    if (error) {\n      writes.push",
    to: "    if (false) {\n      writes.push",
    killers: [STATUS],
  }),
  mutant("percent-falls", "I2: the percent never falls", {
    file: TRACKER,
    from: "Math.max(job.percent, Math.min(99,",
    to: "Math.max(0, Math.min(99,",
    killers: [PROGRESS],
  }),
  mutant("hundred-before-the-end", "I2: 100 percent only at the end", {
    file: TRACKER,
    from: "Math.min(99, Math.floor",
    to: "Math.min(100, Math.floor",
    killers: [PROGRESS],
  }),
  mutant("job-unlocked", "I3, I8: target and positions are given out under the job's lock", {
    file: TRACKER,
    from: "where id = ${jobId} for no key update`;",
    to: "where id = ${jobId}`;",
    killers: [MEETING],
  }),
  mutant("known-read-before-the-lock", "I3: who is in the job is read after the lock", {
    file: PAGE,
    from: "const [[locked], rows, [tags]] = await Promise.all([\n        lockJob(transaction, task.jobId),\n        readKnown(transaction, engine, task, creators),\n",
    to: "const [rows, [locked], [tags]] = await Promise.all([\n        readKnown(transaction, engine, task, creators),\n        lockJob(transaction, task.jobId),\n",
    killers: [MEETING],
  }),
  mutant("target-exceeded", "I3: no more creators than the target", {
    file: "lib/search-engine/v2/workers/page-plan.ts",
    from: "Math.min(job.targetResults - job.creatorsFound, task.share - task.taken)",
    to: "task.share - task.taken",
    killers: [PLAN, SHARES],
  }),
  mutant("share-ignored", "a keyword inserts its share at most", {
    file: "lib/search-engine/v2/workers/page-plan.ts",
    from: "Math.min(job.targetResults - job.creatorsFound, task.share - task.taken)",
    to: "job.targetResults - job.creatorsFound",
    killers: [PLAN, SHARES],
  }),
  mutant("carry-thrown-away", "what a page brought beyond the share is used before another page", {
    file: "lib/search-engine/v2/workers/page-plan.ts",
    from: "const carry = fresh.slice(room);",
    to: "const carry: FoundCreator[] = [];",
    killers: [PLAN, SHARES],
  }),
  mutant("same-cursor-goes-on", "the same cursor twice ends the paging", {
    file: "lib/search-engine/v2/workers/page-plan.ts",
    from: "return page.nextCursor === task.cursor || task.seenCursors.includes(page.nextCursor);",
    to: "return false;",
    killers: [PLAN, SEARCH_FAULTS],
  }),
  mutant("not-needed-left-open", "a met target closes what still searches", {
    file: STEP,
    from: "(isTargetMet(job) && job.finders + job.parkedTasks > 0)",
    to: "false",
    killers: [SHARES],
  }),
  mutant("parked-never-released", "parked keywords are released when nobody searches any more", {
    file: STEP,
    from: "} else if (job.finders === 0 && job.parkedTasks > 0) {",
    to: "} else if (job.finders < 0 && job.parkedTasks > 0) {",
    killers: [SHARES],
  }),
  mutant("released-while-others-search", "parked keywords wait until nobody searches any more", {
    file: STEP,
    from: "} else if (job.finders === 0 && job.parkedTasks > 0) {",
    to: "} else if (job.finders <= 1 && job.parkedTasks > 0) {",
    killers: [SHARES],
  }),
  mutant("expansion-fails-the-job", "expansion that fails never fails a job", {
    file: STEP,
    from: "return job.keywordsFailed + job.creatorsFailed",
    to: 'if (job.expansionStatus === "failed") return "partial";\n  return job.keywordsFailed + job.creatorsFailed',
    killers: ["integration/expansion.test.ts"],
  }),
  mutant("deadline-ignored", "I6: a job past its deadline is ended", {
    file: SWEEP,
    from: "select id from scraping_jobs where finished_at is null and deadline_at < clock_timestamp()\n",
    to: "select id from scraping_jobs where false\n",
    killers: [DEADLINE],
  }),
  mutant(
    "deadline-before-its-time",
    "a job is ended at its deadline only after a second look under its lock",
    {
      file: "lib/search-engine/v2/core/deadline.ts",
      from: "if (!late) return undefined;",
      to: "",
      killers: [DEADLINE],
    },
  ),
  mutant("sleep-costs-time", "a closed laptop costs no job its deadline", {
    file: SWEEP,
    from: "if (!last || last.gapMs <= sweepGapMs) return;",
    to: "if (!last || last.gapMs > 0) return;",
    killers: [DEADLINE],
  }),
];
