import type { Draws } from "./draws.ts";
import { KEYWORDS, type PlannedPlatform } from "./keywords.ts";
import { CANCELS_MIN, LATE_JOBS_MIN, RATES, type Size } from "./settings.ts";

/** One search of the campaign, known by its number. */
export interface PlannedJob {
  number: number;
  /** Which of the accounts asks for it. */
  account: number;
  platform: PlannedPlatform;
  keywords: string[];
  targetResults: number;
  expand: boolean;
  /** Its target exceeds what there is, so what it finds is certain. */
  isExhaustive: boolean;
  /** From its dispatch; null where it is left alone. */
  cancelAfterMs: number | null;
  /** From its first claim, too short for what it has to do; null where it has the usual time. */
  deadlineAfterMs: number | null;
  /** Whether its user follows it until it has ended. */
  isFollowed: boolean;
}

const KEYWORDS_PER_JOB_MAX = 4;
/** More than any of the plan's keywords have; with those that expansion adds. */
const TARGET_BEYOND_SUPPLY = 500;
const TARGET_BEYOND_SUPPLY_EXPANDED = 1_000;
const DEADLINE_AFTER_MS = { min: 100, max: 600 };
const SMALL_PLAN_UNTIL = 200;

/** The other jobs are swept by nobody's poll. */
const FOLLOWED_SHARE = 0.5;
const FOLLOWED_MAX = 24;

/** The searches of a campaign, as many as give it so much work; the same for the same seed. */
export function planJobs(
  draws: Draws,
  size: Pick<Size, "work" | "accounts" | "cancelWithinMs">,
): PlannedJob[] {
  const jobs: PlannedJob[] = [];
  for (let work = 0; work < size.work; ) {
    const job = planJob(draws, jobs.length, size.accounts);
    jobs.push(job);
    work += workOf(job);
  }
  // Those with more to do than the others: a cancel after the end shows nothing.
  const long = jobs.filter((job) => job.isExhaustive);
  const cancelCount = Math.max(CANCELS_MIN, Math.ceil(jobs.length * RATES.cancelledJobs));
  const cancelled = choose(draws, "cancelled", long, cancelCount);
  const followedCount = Math.min(FOLLOWED_MAX, Math.ceil(jobs.length * FOLLOWED_SHARE));
  const followed = choose(draws, "followed", jobs, followedCount);
  const late = chooseLate(jobs.filter((job) => !cancelled.has(job.number)));
  const { min, max } = DEADLINE_AFTER_MS;
  return jobs.map((job) => ({
    ...job,
    cancelAfterMs: cancelled.has(job.number)
      ? draws.between(0, size.cancelWithinMs, "cancel", job.number)
      : null,
    isFollowed: followed.has(job.number),
    deadlineAfterMs: late.has(job.number) ? draws.between(min, max, "deadline", job.number) : null,
  }));
}

function planJob(draws: Draws, number: number, accounts: number): PlannedJob {
  const platform = platformOf(draws.share("platform", number));
  const expand = draws.share("expand", number) < 0.1;
  const isExhaustive = draws.share("exhaustive", number) < 0.85;
  const beyond = expand ? TARGET_BEYOND_SUPPLY_EXPANDED : TARGET_BEYOND_SUPPLY;
  return {
    number,
    // Few for the first, whose jobs wait in line, and no more than its month's allowance covers.
    account: number % 8 === 0 && number < SMALL_PLAN_UNTIL ? 0 : 1 + (number % (accounts - 1)),
    platform,
    keywords: keywordsOf(draws, number, platform),
    targetResults: isExhaustive ? beyond : Math.round(draws.between(5, 40, "target", number)),
    expand,
    isExhaustive,
    cancelAfterMs: null,
    deadlineAfterMs: null,
    isFollowed: false,
  };
}

/** In tens of task runs, about. */
function workOf({ isExhaustive, platform, keywords, expand }: PlannedJob): number {
  return (isExhaustive ? keywords.length * (platform === "tiktok" ? 2 : 1) : 1) + (expand ? 2 : 0);
}

function platformOf(share: number): PlannedPlatform {
  if (share < 0.6) return "tiktok";
  return share < 0.8 ? "instagram" : "youtube";
}

function keywordsOf(draws: Draws, number: number, platform: PlannedPlatform): string[] {
  const count = 1 + Math.floor(draws.share("keywords", number) * KEYWORDS_PER_JOB_MAX);
  const chosen = Array.from({ length: count }, (_, at) =>
    draws.pick(KEYWORDS[platform], "keyword", number, at),
  );
  return [...new Set(chosen)];
}

/** Exactly so many of the jobs, by number. */
function choose(draws: Draws, what: string, jobs: readonly PlannedJob[], count: number): Set<number> {
  const numbers = jobs.map(({ number }) => number);
  const shuffled = numbers.sort((a, b) => draws.share(what, a) - draws.share(what, b));
  return new Set(shuffled.slice(0, count));
}

/** Those with the most to do, so that none of them is done in time. */
function chooseLate(jobs: readonly PlannedJob[]): Set<number> {
  const count = Math.max(LATE_JOBS_MIN, Math.ceil(jobs.length * RATES.lateJobs));
  const byWork = jobs.toSorted((one, other) => workOf(other) - workOf(one));
  return new Set(byWork.slice(0, count).map(({ number }) => number));
}
