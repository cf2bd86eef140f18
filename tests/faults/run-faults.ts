import { runCampaign } from "./campaign.ts";
import { type CheckResult, certainJobs, type Evidence } from "./checks/check.ts";
import { CHECKS } from "./checks/index.ts";
import { startCluster } from "./cluster.ts";
import { difference, type Findings } from "./findings.ts";
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
  const { seed, transports, scale } = options;
  const say = (line: string) => console.log(line);
  say(`Fault campaign, scale ${scale}, seed ${seed}`);
  await forgetResults();
  const results: CheckResult[] = [];
  const judged: Judged[] = [];
  const cluster = await startCluster();
  try {
    for (const transport of transports) {
      const startedAt = performance.now();
      const provider = await Provider.start(seed);
      try {
        await runCampaign({ transport, scale, seed, cluster, provider, say }, async (evidence) => {
          results.push(...(await judge(evidence, say)));
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
  }
  const compared = compare(judged);
  if (compared) {
    results.push(compared);
    say(`\n${describeResult(compared)}`);
  }
  await writeResults(results);
  return conclude(results, options, say);
}

async function judge(evidence: Evidence, say: (line: string) => void): Promise<CheckResult[]> {
  say(["", ...describeEvidence(evidence), ""].join("\n"));
  const results: CheckResult[] = [];
  for (const { name, find } of CHECKS) {
    const result = { name: `${evidence.transport}: ${name}`, failure: await find(evidence) };
    results.push(result);
    say(describeResult(result));
  }
  const jobId = results.find(({ failure }) => failure?.jobId)?.failure?.jobId;
  if (jobId) await tellHistory(await readTimeline(evidence.sql, jobId), say);
  return results;
}

async function tellHistory(lines: readonly string[], say: (line: string) => void): Promise<void> {
  const file = await writeHistory(lines);
  const left = Math.max(0, lines.length - HISTORY_LINES_MAX);
  say(
    ["", `The history of the first job that is concerned (whole in ${file}):`, ...lines.slice(left), ""].join(
      "\n",
    ),
  );
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
