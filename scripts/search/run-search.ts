import { ApiError } from "#components/api-client.ts";
import { counted } from "#components/format.ts";
import type { RunDispatch } from "#components/search/dispatch-run.ts";
import type { JobStatus, JobSummary } from "#lib/search-engine/types.ts";
import { platformNames } from "#lib/search-engine/v2/adapters/registry.ts";
import { type AppClient, connectToApp } from "./app-client.ts";
import { dispatchSearches } from "./dispatch-searches.ts";
import { followJobs } from "./follow-jobs.ts";
import { INTERRUPTED, type Interrupt } from "./interrupt.ts";
import type { SearchOptions } from "./options.ts";
import { ProgressLine, seconds } from "./progress-line.ts";
import { report } from "./report.ts";

/** Anything else is 1, the worst. */
const EXIT_CODES: Readonly<Partial<Record<JobStatus, number>>> = { completed: 0, partial: 3 };
const REFUSED = 3;
const CONFLICT = 409;

/** The whole search, from dispatch to report. Resolves to the exit code. */
export async function runSearch(options: SearchOptions, interrupt: Interrupt): Promise<number> {
  const app = await connectToApp();
  const startedAt = performance.now();
  const names = platformNames();
  const line = new ProgressLine(startedAt, names);
  const run = await dispatchSearches(app, options, () => interrupt.isInterrupted);
  const runUrl = `${app.url}/search/${run.runId}`;
  const jobIds = run.begun.map(({ answer }) => answer.jobId);
  line.say(`Search ${runUrl}`);
  sayLimits(line, run, names);
  interrupt.onInterrupt(() => cancel(app, jobIds, line));

  let firstRowsMs: number | null = null;
  const views = await followJobs(app, jobIds, (latest) => {
    const rowCount = latest.reduce((count, view) => count + view.rows.length, 0);
    if (firstRowsMs === null && rowCount > 0) {
      firstRowsMs = performance.now() - startedAt;
      line.say(`First ${counted(rowCount, "creator")} after ${seconds(firstRowsMs)}`);
    }
    line.show(latest);
  });
  line.clear();
  const results = await Promise.all(
    views.map(async (view) => ({ view, job: await app.getJson<JobSummary>(`/api/v2/jobs/${view.jobId}`) })),
  );
  const timing = { firstRowsMs, totalMs: performance.now() - startedAt };
  await report(options, results, { timing, runUrl, names });
  return interrupt.isInterrupted ? INTERRUPTED : exitCode(views, run);
}

function sayLimits(line: ProgressLine, { begun, refused }: RunDispatch, names: Record<string, string>): void {
  const isOne = begun.length + refused.length === 1;
  for (const { platform, answer } of begun) {
    if (answer.achievableResults === undefined) continue;
    const most = `at most ${counted(answer.achievableResults, "creator")}`;
    line.say(`These keywords lead to ${most}${isOne ? "" : ` on ${names[platform]}`}.`);
  }
  for (const { platform, error } of refused) line.say(`Not begun on ${names[platform]}: ${error.message}`);
}

/** The worst of all. */
function exitCode(ends: readonly { status: JobStatus }[], { refused }: RunDispatch): number {
  const codes = ends.map(({ status }) => EXIT_CODES[status] ?? 1);
  if (codes.includes(1)) return 1;
  return Math.max(...codes, refused.length > 0 ? REFUSED : 0);
}

function cancel(app: AppClient, jobIds: readonly string[], line: ProgressLine): void {
  line.say("Cancelling; Ctrl-C again leaves at once.");
  for (const jobId of jobIds) {
    app.delete(`/api/v2/jobs/${jobId}`).catch((error: unknown) => {
      // One of several may have ended already.
      if (jobIds.length > 1 && error instanceof ApiError && error.status === CONFLICT) return;
      line.say(`Not cancelled: ${error instanceof Error ? error.message : String(error)}`);
    });
  }
}
