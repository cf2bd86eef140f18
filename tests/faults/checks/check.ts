import type { Sql } from "#lib/db/index.ts";
import type { Findings } from "../findings.ts";
import type { StrikeCounts } from "../injector.ts";
import type { LiveChecker, Violation } from "../live-checker.ts";
import type { Scale, TransportName } from "../options.ts";
import type { ProviderCall, ProviderFaults } from "../provider.ts";
import type { Reader } from "../reader.ts";
import type { Recovery, Struck } from "../recovery.ts";
import type { Outage } from "../restarts.ts";
import type { TakenJob } from "../run-jobs.ts";
import type { Stalls } from "../stalls.ts";
import type { MessageCounts } from "../transport.ts";
import type { Victim } from "../victim.ts";

/** What a campaign on one transport left behind. Times are Unix ms by the database's clock. */
export interface Evidence {
  transport: TransportName;
  scale: Scale;
  sql: Sql;
  /** The campaign's jobs, each as the app took it. */
  jobs: readonly TakenJob[];
  /** Those who followed a job to its end. */
  readers: readonly Reader[];
  /** In front of the plan's number, what the jobs were named by. */
  run: string;
  haveAllEnded: boolean;
  /** Of the oldest job that had not ended when the campaign gave up. */
  openHistory: readonly string[];
  strikes: StrikeCounts;
  messages: MessageCounts;
  deliveries: number;
  /** Different calls under fire, and those that the provider answered badly, by kind. */
  provider: ProviderFaults;
  /** All that reached it, to the end. */
  providerCalls: readonly ProviderCall[];
  /** Each restart of Postgres. */
  outages: readonly Outage[];
  recoveries: readonly Recovery[];
  struck: readonly Struck[];
  /** From then on nothing was struck any more. */
  calmSince: number;
  /** How long the same jobs took with nothing going wrong. */
  undisturbedMs: number;
  undisturbed: Findings;
  /** How long each job took then, ms, by its number. */
  undisturbedLengths: ReadonlyMap<number, number>;
  found: Findings;
  live: LiveChecker;
  stalls: Stalls;
  violationsAtEnd: readonly Violation[];
  victims: readonly Victim[];
  /** The server that answers users: whether it lived until it was told to stop, and how it ended then. */
  web: { wasAlive: boolean; end: string };
}

/** Why a promise does not hold, and whose history tells more. */
export interface Failure {
  detail: string;
  jobId?: string | null | undefined;
}

/** One promise; null where it holds. */
export interface Check {
  name: string;
  find: (evidence: Evidence) => Failure | null | Promise<Failure | null>;
}

export interface CheckResult {
  name: string;
  failure: Failure | null;
}

/** The jobs that nobody cancelled, and that have all the time they need. */
export function undisturbedJobs({ jobs }: Evidence): TakenJob[] {
  return jobs.filter((job) => job.cancelAfterMs === null && job.deadlineAfterMs === null);
}

/** Those of them whose findings are certain. */
export function certainJobs(evidence: Evidence): TakenJob[] {
  return undisturbedJobs(evidence).filter((job) => job.isExhaustive);
}
