import type { Sql } from "#lib/db/index.ts";
import type { Findings } from "../findings.ts";
import type { StrikeCounts } from "../injector.ts";
import type { LiveChecker, Violation } from "../live-checker.ts";
import type { Scale, TransportName } from "../options.ts";
import type { ProviderFaults } from "../provider.ts";
import type { Recovery } from "../recovery.ts";
import type { Outage } from "../restarts.ts";
import type { TakenJob } from "../run-jobs.ts";
import type { MessageCounts } from "../transport.ts";
import type { Victim } from "../victim.ts";

/** What a campaign on one transport left behind. Times are Unix ms by the database's clock. */
export interface Evidence {
  transport: TransportName;
  scale: Scale;
  sql: Sql;
  /** The campaign's jobs, each as the app took it. */
  jobs: readonly TakenJob[];
  /** In front of the plan's number, what the jobs were named by. */
  run: string;
  haveAllEnded: boolean;
  /** Of the oldest job that had not ended when the campaign gave up. */
  openHistory: readonly string[];
  strikes: StrikeCounts;
  messages: MessageCounts;
  deliveries: number;
  /** Calls that the provider got, and those of them that it answered badly, by kind. */
  provider: ProviderFaults;
  /** Each restart of Postgres. */
  outages: readonly Outage[];
  recoveries: readonly Recovery[];
  /** When processes were stopped. */
  stops: readonly number[];
  lastStrikeAt: number | null;
  /** When the last job ended; null while one is open. */
  lastEndAt: number | null;
  /** How long the same jobs took with nothing going wrong. */
  undisturbedMs: number;
  undisturbed: Findings;
  found: Findings;
  live: LiveChecker;
  violationsAtEnd: readonly Violation[];
  victims: readonly Victim[];
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

/** The jobs that nobody cancelled and whose findings are certain. */
export function certainJobs({ jobs }: Evidence): TakenJob[] {
  return jobs.filter((job) => job.isExhaustive && job.cancelAfterMs === null);
}
