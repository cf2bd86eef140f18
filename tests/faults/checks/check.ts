import type { Balance, JobRecord, LoggedCall, Recounts } from "../evidence/index.ts";
import type { Findings } from "../findings.ts";
import type { StrikeCounts } from "../injector.ts";
import type { StandingTransaction, Violation } from "../live-checker.ts";
import type { Scale, TransportName } from "../options.ts";
import type { ProviderCall, ProviderFaults } from "../provider.ts";
import type { FollowedJob } from "../reader.ts";
import type { Recovery, Struck } from "../recovery.ts";
import type { Outage } from "../restarts.ts";
import type { TakenJob } from "../run-jobs.ts";
import type { Machine } from "../stalls.ts";
import type { MessageCounts } from "../transport.ts";

/** What a campaign on one transport left behind. Times are Unix ms by the database's clock. */
export interface Evidence {
  transport: TransportName;
  scale: Scale;
  /** The campaign's jobs, each as the app took it. */
  jobs: readonly TakenJob[];
  /** All jobs that there are in the database, those of the undisturbed run among them. */
  records: readonly JobRecord[];
  /** The jobs that somebody followed to their end. */
  followed: readonly FollowedJob[];
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
  /** All that the app logged of them. */
  calls: readonly LoggedCall[];
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
  /** Of the invariants, while jobs ran. */
  looks: { count: number; violations: readonly Violation[] };
  /** Transactions that stood still until Postgres ended their connection. */
  transactions: readonly StandingTransaction[];
  machine: Machine;
  violationsAtEnd: readonly Violation[];
  recounts: Recounts;
  balances: readonly Balance[];
  /** The processes that were struck, and how they ended by themselves. */
  processes: readonly { name: string; ownEnds: readonly string[] }[];
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
  find: (evidence: Evidence) => Failure | null;
}

export interface CheckResult {
  name: string;
  failure: Failure | null;
}

/** What the database says of the campaign's own jobs. */
export function recordsOf({ records, run }: Pick<Evidence, "records" | "run">): JobRecord[] {
  return records.filter(({ key }) => key.startsWith(`${run}-`));
}

/** The jobs that nobody cancelled, and that have all the time they need. */
export function undisturbedJobs({ jobs }: Pick<Evidence, "jobs">): TakenJob[] {
  return jobs.filter((job) => job.cancelAfterMs === null && job.deadlineAfterMs === null);
}

/** Those of them whose findings are certain. */
export function certainJobs(evidence: Pick<Evidence, "jobs">): TakenJob[] {
  return undisturbedJobs(evidence).filter((job) => job.isExhaustive);
}
