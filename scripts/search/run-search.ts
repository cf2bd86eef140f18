import { ApiError } from "#components/api-client.ts";
import { counted } from "#components/format.ts";
import type { StatusView } from "#components/status-poller.ts";
import type { DispatchAnswer, DispatchBody, JobStatus, JobSummary } from "#lib/search-engine/types.ts";
import { type AppClient, connectToApp } from "./app-client.ts";
import { filterOptionOf } from "./filter-options.ts";
import { followJob } from "./follow-job.ts";
import { INTERRUPTED, type Interrupt } from "./interrupt.ts";
import type { SearchOptions } from "./options.ts";
import { ProgressLine, seconds } from "./progress-line.ts";
import { report } from "./report.ts";
import { UsageError } from "./usage-error.ts";

const EXIT_CODES: Readonly<Partial<Record<JobStatus, number>>> = { completed: 0, partial: 3 };
const OPTION_OF_FIELD: Readonly<Record<string, string>> = {
  platform: "--platform",
  keywords: "--keywords",
  targetResults: "--target",
};

/** The whole search, from dispatch to report. Resolves to the exit code. */
export async function runSearch(options: SearchOptions, interrupt: Interrupt): Promise<number> {
  const app = await connectToApp();
  const startedAt = performance.now();
  const line = new ProgressLine(startedAt);
  const { jobId, runId, achievableResults } = await dispatch(app, options);
  const runUrl = `${app.url}/search/${runId}`;
  line.say(`Search ${runUrl}`);
  if (achievableResults !== undefined) {
    line.say(`These keywords lead to at most ${counted(achievableResults, "creator")}.`);
  }
  interrupt.onInterrupt(() => cancel(app, jobId, line));

  let firstRowsMs: number | null = null;
  const view = await followJob(app, jobId, (latest: StatusView) => {
    if (firstRowsMs === null && latest.rows.length > 0) {
      firstRowsMs = performance.now() - startedAt;
      line.say(`First ${counted(latest.rows.length, "creator")} after ${seconds(firstRowsMs)}`);
    }
    line.show(latest);
  });
  line.clear();
  const job = await app.getJson<JobSummary>(`/api/v2/jobs/${jobId}`);
  const timing = { firstRowsMs, totalMs: performance.now() - startedAt };
  await report(options.output, job, view, { timing, runUrl });
  return interrupt.isInterrupted ? INTERRUPTED : (EXIT_CODES[view.status] ?? 1);
}

async function dispatch(app: AppClient, options: SearchOptions): Promise<DispatchAnswer> {
  const { platform, keywords, target, expand, filters } = options;
  const body: DispatchBody = { platform, keywords, targetResults: target, expand, filters };
  try {
    return await app.postJson<DispatchAnswer>("/api/v2/dispatch", body);
  } catch (error) {
    const field = error instanceof ApiError && error.status === 400 ? error.field : null;
    const option = OPTION_OF_FIELD[field?.split("[", 1)[0] ?? ""] ?? filterOptionOf(field ?? "");
    if (option === undefined || !(error instanceof ApiError)) throw error;
    throw new UsageError(`${option}: ${error.message}`);
  }
}

function cancel(app: AppClient, jobId: string, line: ProgressLine): void {
  line.say("Cancelling; Ctrl-C again leaves at once.");
  app.delete(`/api/v2/jobs/${jobId}`).catch((error: unknown) => {
    line.say(`Not cancelled: ${error instanceof Error ? error.message : String(error)}`);
  });
}
