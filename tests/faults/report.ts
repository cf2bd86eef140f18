import { endsInCalm } from "./checks/calm.ts";
import type { CheckResult, Evidence } from "./checks/check.ts";
import { readCounts } from "./checks/reading.ts";
import { excused, tookMs } from "./checks/recovering.ts";
import { percentile } from "./recovery.ts";
import { recoveryBoundMs } from "./settings.ts";

/** What was injected and how quickly it was got over, a line each. */
export async function describeEvidence(evidence: Evidence): Promise<string[]> {
  const { strikes, messages, provider, jobs, live, undisturbedMs, outages } = evidence;
  const { cuts } = strikes;
  const ends = evidence.haveAllEnded ? await endsInCalm(evidence) : [];
  const cancelled = jobs.filter((job) => job.cancelTaken !== null);
  const faults = provider.faults.map(
    ({ kind, path, count }) => `${kind} ${count}${path ? ` (${path})` : ""}`,
  );
  const reads = readCounts(evidence.readers);
  return [
    `deliveries        ${evidence.deliveries}, of which duplicates ${messages.duplicates} (${messages.lateDuplicates} of them late)`,
    `task runs         ${strikes.runs} in the processes that are struck`,
    `SIGKILL           ${strikes.kills}, of ${percent(strikes.killedRuns, strikes.runs)} of runs`,
    `stopped           ${strikes.zombies} past the lease, of ${percent(strikes.zombieRuns, strikes.runs)} of runs`,
    `connections cut   ${cuts.at_statement} at a statement, ${cuts.before_commit} before a commit arrived, ${cuts.after_commit} after one was done`,
    `put off           ${strikes.putOff} strikes, for tasks without an attempt to lose, or because too few processes stood`,
    `publishes         ${messages.publishes}, of which ${percent(messages.failedPublishes, messages.publishes)} failed`,
    `messages sent     ${messages.sent}, of which ${percent(messages.dropped, messages.sent)} vanished`,
    `provider          ${evidence.providerCalls.length} calls; under fire ${provider.differentCalls} different ones, of which answered badly: ${faults.join(", ")}`,
    `cancels           ${cancelled.length} of ${jobs.length} jobs, ${cancelled.filter((job) => job.cancelTaken).length} before their end`,
    `reads             ${reads.polls} polls by ${evidence.readers.length} readers, ${reads.unchanged} of them unchanged, and ${reads.wholeReads} of all`,
    `restarts          ${outages.length} of Postgres, immediate`,
    `live looks        ${live.looks}`,
    `run               ${seconds(undisturbedMs)} undisturbed`,
    describeRecovery(evidence),
    describeCalm(ends),
  ];
}

function describeRecovery(evidence: Evidence): string {
  const times = evidence.recoveries.map(tookMs);
  const [middle, longest] = [percentile(times, 0.5), percentile(times, 1)];
  const late = excused(evidence);
  const load =
    late > 0
      ? `; ${late} beyond it, held up by the machine, a restart or a process that was stopped meanwhile`
      : "";
  return `recovery          p50 ${seconds(middle)}, p100 ${seconds(longest)} over ${times.length} runs (bound ${seconds(recoveryBoundMs(evidence.transport))}${load})`;
}

/** By how little the bound was kept. */
function describeCalm(ends: Awaited<ReturnType<typeof endsInCalm>>): string {
  const [tightest] = ends.toSorted((one, other) => other.tookMs / other.boundMs - one.tookMs / one.boundMs);
  const tight = tightest
    ? `; at worst ${seconds(tightest.tookMs)} after the last fault (bound ${seconds(tightest.boundMs)})`
    : "";
  return `calm              ${ends.length} jobs were open by then${tight}`;
}

function percent(part: number, whole: number): string {
  return `${part} (${whole === 0 ? "0" : ((100 * part) / whole).toFixed(1)} %)`;
}

function seconds(ms: number | null): string {
  return ms === null ? "none" : `${(ms / 1_000).toFixed(2)} s`;
}

export function describeResult({ name, failure }: CheckResult): string {
  return failure ? `✗ ${name}\n    ${failure.detail}` : `✓ ${name}`;
}
