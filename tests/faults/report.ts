import { endsInCalm } from "./checks/calm.ts";
import type { CheckResult, Evidence } from "./checks/check.ts";
import { readCounts } from "./checks/reading.ts";
import { judgeRecoveries } from "./checks/recovering.ts";
import { findUnexplained } from "./checks/unsure-calls.ts";
import { type JudgedWait, tailMax } from "./checks/waits.ts";
import { percentile } from "./recovery.ts";
import { recoveryBoundMs } from "./settings.ts";

/** What was injected and how quickly it was got over, a line each. */
export function describeEvidence(evidence: Evidence): string[] {
  const { messages, jobs, looks, undisturbedMs, outages } = evidence;
  const ends = evidence.haveAllEnded ? endsInCalm(evidence) : [];
  const cancelled = jobs.filter((job) => job.cancel !== null);
  const reads = readCounts(evidence.followed);
  const racing = messages.racingDuplicates;
  return [
    `deliveries        ${evidence.deliveries}, of which duplicates ${messages.duplicates} of ${messages.deliveredOnce} (${messages.lateDuplicates} late${racing === null ? "" : `, ${racing} decided between two claims at once`})`,
    ...describeStrikes(evidence),
    `publishes         ${messages.publishes}, of which ${percent(messages.failedPublishes, messages.publishes)} failed`,
    `messages sent     ${messages.sent}, of which ${percent(messages.dropped, messages.sent)} vanished`,
    ...describeCalls(evidence),
    `cancels           ${cancelled.length} of ${jobs.length} jobs, ${cancelled.filter((job) => job.cancel?.isTaken).length} before their end`,
    `reads             ${reads.polls} polls by ${evidence.followed.length} readers, ${reads.unchanged} of them unchanged, and ${reads.wholeReads} of all`,
    `restarts          ${outages.length} of Postgres, immediate`,
    `live looks        ${looks.count}`,
    `run               ${seconds(undisturbedMs)} undisturbed, with the machine late for ${percentOf(evidence.machine.usualShare)} of it`,
    ...describeRecovery(evidence),
    describeCalm(ends),
  ];
}

function describeStrikes({ strikes }: Evidence): string[] {
  const { runs, cuts } = strikes;
  return [
    `task runs         ${runs} in the processes that are struck`,
    `SIGKILL           ${strikes.kills}, of ${percent(strikes.killedRuns, runs)} of runs`,
    `stopped           ${strikes.zombies} past the lease, of ${percent(strikes.zombieRuns, runs)} of runs`,
    `connections cut   ${cuts.at_statement} at a statement, ${cuts.before_commit} before a commit arrived, ${cuts.after_commit} after one was done`,
    `put off           ${strikes.putOff} strikes, for tasks without an attempt to lose, or because too few processes stood`,
  ];
}

function describeCalls(evidence: Evidence): string[] {
  const { provider, providerCalls, calls } = evidence;
  const faults = provider.faults.map(
    ({ kind, path, count }) => `${kind} ${count}${path ? ` (${path})` : ""}`,
  );
  const outcomes = new Map<string, number>();
  for (const { outcome } of calls) outcomes.set(outcome, (outcomes.get(outcome) ?? 0) + 1);
  const logged = [...outcomes].map(([outcome, count]) => `${outcome} ${count}`);
  return [
    `provider          ${providerCalls.length} calls; under fire ${provider.differentCalls} different ones, of which answered badly: ${faults.join(", ")}`,
    `calls logged      ${logged.join(", ")}; unsure though nothing struck them: ${findUnexplained(evidence).length}`,
  ];
}

function describeRecovery(evidence: Evidence): string[] {
  const judged = judgeRecoveries(evidence);
  const times = judged.map(({ tookMs }) => tookMs);
  const [middle, high, longest] = [0.5, 0.95, 1].map((share) => seconds(percentile(times, share)));
  const kinds = (["killed", "stopped", "cut"] as const).map(
    (what) => `${what} ${judged.filter((recovery) => recovery.what === what).length}`,
  );
  const tail = judged.filter(({ verdict }) => verdict === "tail").length;
  return [
    `recovery          p50 ${middle}, p95 ${high}, p100 ${longest} over ${times.length} runs (${kinds.join(", ")}; bound ${seconds(recoveryBoundMs(evidence.transport))})`,
    `beyond the bound  ${describeExcused(judged)}, ${tail} in the tail (at most ${tailMax(judged.length)})`,
  ];
}

function describeExcused(judged: readonly JudgedWait[]): string {
  const excused = judged.filter(({ verdict }) => verdict === "excused");
  const counts = new Map<string, number>();
  for (const { excuses } of excused) {
    const by = excuses.join(" with ");
    counts.set(by, (counts.get(by) ?? 0) + 1);
  }
  const told = [...counts].map(([by, count]) => `${count} by ${by}`);
  return `${excused.length} excused${told.length > 0 ? ` (${told.join(", ")})` : ""}`;
}

/** By how little the bound was kept. */
function describeCalm(ends: readonly JudgedWait[]): string {
  const [tightest] = ends.toSorted((one, other) => other.tookMs / other.boundMs - one.tookMs / one.boundMs);
  const tight = tightest
    ? `; at worst ${seconds(tightest.tookMs)} after the last fault (bound ${seconds(tightest.boundMs)})`
    : "";
  return `calm              ${ends.length} jobs were open by then${tight}`;
}

function percent(part: number, whole: number): string {
  return `${part} (${whole === 0 ? "0 %" : percentOf(part / whole)})`;
}

function percentOf(share: number): string {
  return `${(100 * share).toFixed(1)} %`;
}

function seconds(ms: number | null): string {
  return ms === null ? "none" : `${(ms / 1_000).toFixed(2)} s`;
}

export function describeResult({ name, failure }: CheckResult): string {
  return failure ? `✗ ${name}\n    ${failure.detail}` : `✓ ${name}`;
}
