import { type Mutant, mutant } from "../mutant.ts";

const UNITS = "lib/search-engine/v2/core/retry-units.ts";
const RETRY = "lib/search-engine/v2/workers/retry.ts";
const STEP = "lib/search-engine/v2/core/job-step.ts";
const COMPARE = "lib/search-engine/reading/compare-rows.ts";

const RETRY_TEST = "integration/retry.test.ts";
const COMPARE_TEST = "integration/again-compare.test.ts";

/** Retries, repetitions, comparisons. */
export const RETRY_MUTANTS: readonly Mutant[] = [
  mutant("run-delivers-again", "a retry delivers nobody whom the run has already", {
    file: "lib/search-engine/v2/workers/settle-page.ts",
    from: "if (retriedRunId === null) return",
    to: "if (retriedRunId !== jobId) return",
    killers: [RETRY_TEST],
  }),
  mutant("retry-unlocked", "retries of one account are made one after the other", {
    file: RETRY,
    from: "await lockAccount(transaction, accountId);",
    to: "void lockAccount;",
    killers: [RETRY_TEST],
  }),
  mutant("retry-beside-another", "one retry of a run and platform at a time", {
    file: RETRY,
    from: "where run_id = ${job.runId} and platform = ${job.platform} and retry_of is not null",
    to: "where run_id = ${job.runId} and platform = ${job.platform} and retry_of = ${job.id}",
    killers: [RETRY_TEST],
  }),
  mutant("retry-of-an-open-job", "only what has ended is retried", {
    file: RETRY,
    from: "if (!job.finishedAt) {",
    to: "if (false) {",
    killers: [RETRY_TEST],
  }),
  mutant("retry-for-the-whole-target", "a retry finds what was left of the target", {
    file: UNITS,
    from: "greatest(0, a.target_results - sum(f.creators_found))::int as left",
    to: "a.target_results - 0 * sum(f.creators_found)::int as left",
    killers: [RETRY_TEST],
  }),
  mutant("keyword-retried-twice", "a keyword that a retry has taken over is that retry's", {
    file: UNITS,
    from: "where r.retry_of = a.id and o.state <> ${CANCELLED})",
    to: "where r.retry_of = a.id and o.state <> ${CANCELLED} and false)",
    killers: [RETRY_TEST],
  }),
  mutant("creator-retried-twice", "a creator that a retry has taken over is that retry's", {
    file: UNITS,
    from: "where r.retry_of = a.id and not (o.state",
    to: "where false and r.retry_of = a.id and not (o.state",
    killers: [RETRY_TEST],
  }),
  mutant("cancelled-retry-keeps-its-units", "what a cancelled retry left undone is again its job's", {
    file: UNITS,
    from: "where r.retry_of = a.id and o.state <> ${CANCELLED})",
    to: "where r.retry_of = a.id and o.state <> ${CANCELLED}::text || 'x')",
    killers: [RETRY_TEST],
  }),
  mutant("stopped-counts-as-failed", "what the user stopped never failed", {
    file: UNITS,
    from: "where c.erased_at is null and not (c.state = 'skipped' and c.reason = ${CANCELLED})",
    to: "where c.erased_at is null and c.reason <> ${CANCELLED}::text || 'x'",
    killers: [RETRY_TEST],
  }),
  mutant("copies-refunded", "I11: what a retry never took it does not give back", {
    file: STEP,
    from: "and not matches and not copied`",
    to: "and not matches`",
    killers: [RETRY_TEST],
  }),
  mutant("retry-of-details-is-an-error", "a job without keywords does not end as an error for lack of one", {
    file: STEP,
    from: "job.keywordsCompleted === 0 && rowCount(job) === 0",
    to: "job.keywordsCompleted === 0 && job.creatorsFound === 0",
    killers: [RETRY_TEST],
  }),
  mutant("positions-beside-copies", "I8: who is found comes after who was copied", {
    file: "lib/search-engine/v2/workers/page-rows.ts",
    from: "const position = rowCount(job) + index + 1;",
    to: "const position = job.creatorsFound + index + 1;",
    killers: [RETRY_TEST],
  }),
  mutant("expansion-counts-for-the-plan", "keywords that expansion added were never counted", {
    file: RETRY,
    from: 'keywords.filter(({ source }) => source === "user").length',
    to: "keywords.length",
    killers: [RETRY_TEST],
  }),
  mutant("etag-without-retry", "status is another answer once a retry has taken over what failed", {
    file: "lib/search-engine/reading/status.ts",
    from: "if (canRetry) parts.push(",
    to: "if (canRetry && parts.length < 0) parts.push(",
    killers: [RETRY_TEST],
  }),
  mutant("again-in-an-archived-campaign", "an archived campaign gets no new run", {
    file: "lib/search-engine/reading/repeat-queries.ts",
    from: "and archived_at is null`",
    to: "`",
    killers: [COMPARE_TEST],
  }),
  mutant("compare-with-less", "by default runs are compared that asked for the same", {
    file: "lib/search-engine/reading/run-queries.ts",
    from: "where j.run_id = r.id and j.retry_of is null) = (select keys from asked)",
    to: "where j.run_id = r.id and j.retry_of is null) is not null",
    killers: [COMPARE_TEST],
  }),
  mutant("changed-without-details", "what is not known has not changed", {
    file: COMPARE,
    from: "coalesce(a.has_details and b.has_details, false) as are_both_known",
    to: "true as are_both_known",
    killers: [COMPARE_TEST],
  }),
  mutant("compare-what-does-not-fit", "creators that do not fit count in neither run", {
    file: COMPARE,
    from: "c.matches and c.erased_at is null as counts",
    to: "c.erased_at is null as counts",
    killers: [COMPARE_TEST],
  }),
];
