import type { Sql } from "#lib/db/index.ts";
import { runCampaign } from "./campaign.ts";
import { type CheckResult, certainJobs, type Evidence } from "./checks/check.ts";
import { CHECKS } from "./checks/index.ts";
import { startCluster } from "./cluster.ts";
import { difference, type Findings } from "./findings.ts";
import { endIfInterrupted, onInterrupt } from "./interrupt.ts";
import type { FaultOptions, TransportName } from "./options.ts";
import { Provider } from "./provider.ts";
import { describeEvidence, describeResult } from "./report.ts";
import { forgetResults, writeHistory, writeResults } from "./results.ts";
import { readTimeline } from "./timeline.ts";

/** More than that is left to the file. */
const HISTORY_LINES_MAX = 150;

interface Judged {
  transport: TransportName;
  certain: readonly number[];
  found: Findings;
}

/** Runs the campaign on each transport; answers the exit code. */
export async function runFaults(options: FaultOptions): Promise<number> {
  const { seed, scale } = options;
  const say = (line: string) => console.log(line);
  say(`Fault campaign, scale ${scale}, seed ${seed}`);
  await forgetResults();
  const results: CheckResult[] = [];
  try {
    await runAll(options, results, say);
  } catch (error) {
    await endIfInterrupted();
    // Logs of the processes tell the rest.
    const detail = error instanceof Error ? (error.stack ?? error.message) : String(error);
    results.push({ name: "the campaign came to its end", failure: { detail } });
    say(`\n${describeResult({ name: "the campaign came to its end", failure: { detail } })}`);
  }
  await writeResults(results);
  return conclude(results, options, say);
}

async function runAll(
  { seed, transports, scale }: FaultOptions,
  results: CheckResult[],
  say: (line: string) => void,
): Promise<void> {
  const judged: Judged[] = [];
  const starting = startCluster();
  const ignoreSignals = onInterrupt(async () => (await starting).stop());
  const cluster = await starting;
  try {
    for (const transport of transports) {
      const startedAt = performance.now();
      const provider = await Provider.start(seed);
      try {
        await runCampaign({ transport, scale, seed, cluster, provider, say }, async (evidence, sql) => {
          results.push(...(await judge(evidence, sql, say)));
          judged.push({
            transport,
            certain: certainJobs(evidence).map(({ number }) => number),
            found: evidence.found,
          });
        });
      } finally {
        await provider.stop();
      }
      say(`${transport} took ${((performance.now() - startedAt) / 1_000).toFixed(0)} s`);
    }
  } finally {
    await cluster.stop();
    ignoreSignals();
  }
  const compared = compare(judged);
  if (compared) {
    results.push(compared);
    say(`\n${describeResult(compared)}`);
  }
}

async function judge(evidence: Evidence, sql: Sql, say: (line: string) => void): Promise<CheckResult[]> {
  say(["", ...describeEvidence(evidence), ""].join("\n"));
  const results: CheckResult[] = [];
  for (const { name, find } of CHECKS) {
    const result = { name: `${evidence.transport}: ${name}`, failure: find(evidence) };
    results.push(result);
    say(describeResult(result));
  }
  const broken = results.find(({ failure }) => failure?.jobId);
  if (broken) await tellHistory(sql, broken, say);
  return results;
}

/** Says of which promise it tells: the first that broke may be about no job. */
async function tellHistory(
  sql: Sql,
  { name, failure }: CheckResult,
  say: (line: string) => void,
): Promise<void> {
  const lines = failure?.jobId ? await readTimeline(sql, failure.jobId) : [];
  const file = await writeHistory([`✗ ${name}`, ...lines]);
  const left = Math.max(0, lines.length - HISTORY_LINES_MAX);
  say(`\nThe history of the job of "${name}" (whole in ${file}):`);
  say([...lines.slice(left), ""].join("\n"));
}

/** Null where only one transport ran. */
function compare([one, other]: readonly Judged[]): CheckResult | null {
  if (!one || !other) return null;
  const name = "the creators and e-mails found are the same on both transports";
  for (const number of one.certain) {
    const differs = difference(one.found.get(number) ?? [], other.found.get(number) ?? []);
    if (differs) return { name, failure: { detail: `job ${number}: ${differs}` } };
  }
  return { name, failure: null };
}

function conclude(
  results: readonly CheckResult[],
  { seed, scale, transports }: FaultOptions,
  say: (line: string) => void,
): number {
  const failed = results.filter(({ failure }) => failure !== null).length;
  say(`\n${results.length - failed} passed, ${failed} failed (seed ${seed})`);
  if (failed === 0) return 0;
  const [only] = transports.length === 1 ? transports : [];
  say(`Again: npm run faults -- --seed ${seed} --scale ${scale}${only ? ` --transport ${only}` : ""}`);
  return 1;
}
