import type { Evidence } from "#tests/faults/checks/check.ts";
import type { JobRecord, LoggedCall } from "#tests/faults/evidence/index.ts";
import type { ProviderCall } from "#tests/faults/provider.ts";
import type { Recovery } from "#tests/faults/recovery.ts";
import type { TakenJob } from "#tests/faults/run-jobs.ts";

/** The moment from which the evidence counts its times, and when its faults were over. */
export const START = 1_000_000;
export const CALM_AT = START + 60_000;

/** A search for what there is less of than asked for. */
export function makeJob(number: number, differs: Partial<TakenJob> = {}): TakenJob {
  return {
    number,
    account: 1,
    platform: "tiktok",
    keywords: ["yoga"],
    targetResults: 500,
    expand: false,
    isExhaustive: true,
    cancelAfterMs: null,
    deadlineAfterMs: null,
    isFollowed: false,
    jobId: `job-${number}`,
    cancel: null,
    ...differs,
  };
}

/** One that found ten creators in half a minute. */
export function makeRecord(number: number, differs: Partial<JobRecord> = {}): JobRecord {
  return {
    id: `job-${number}`,
    key: `struck-${number}`,
    status: "completed",
    error: null,
    startedAt: START,
    finishedAt: START + 30_000,
    deadlineAt: START + 1_800_000,
    cancelRequestedAt: null,
    lastStruckAt: null,
    keywordsFailed: 0,
    creatorsFailed: 0,
    openTasks: 0,
    found: 10,
    unexplained: 0,
    charged: 10,
    held: 0,
    ...differs,
  };
}

export function makeCall(differs: Partial<LoggedCall> = {}): LoggedCall {
  const startedAt = differs.startedAt ?? START + 1_000;
  return {
    jobId: "job-1",
    action: "search",
    unit: "tiktok search yoga",
    outcome: "ok",
    startedAt,
    completedAt: startedAt + 50,
    processId: "100",
    ...differs,
  };
}

export function makeAnswer(differs: Partial<ProviderCall> = {}): ProviderCall {
  return { path: "/v1/tiktok/search", query: { query: "yoga" }, status: 200, isCutOff: false, ...differs };
}

/** A run of a killed process that was got over so long after. */
export function makeRecovery(tookMs: number, differs: Partial<Recovery> = {}): Recovery {
  const lostAt = differs.lostAt ?? START + 10_000;
  return {
    what: "killed",
    jobId: "job-1",
    taskId: "task-1",
    label: "struck-1 search yoga",
    lostAt,
    recoveredAt: lostAt + tookMs,
    ...differs,
  };
}

export function repeat<Item>(count: number, make: (at: number) => Item): Item[] {
  return Array.from({ length: count }, (_, at) => make(at));
}

/** What a small campaign leaves behind that kept every promise; what differs is what a test is about. */
export function makeEvidence(differs: Partial<Evidence> = {}): Evidence {
  return {
    transport: "postgres",
    scale: "small",
    run: "struck",
    jobs: [makeJob(1)],
    records: [makeRecord(1)],
    followed: [],
    haveAllEnded: true,
    openHistory: [],
    strikes: {
      runs: 1_500,
      kills: 11,
      killedRuns: 30,
      zombies: 27,
      zombieRuns: 75,
      cuts: { at_statement: 40, before_commit: 40, after_commit: 40 },
      putOff: 0,
    },
    messages: {
      deliveriesBesideClaims: 200,
      deliveries: null,
      deliveredOnce: 1_500,
      duplicates: 300,
      lateDuplicates: 100,
      racingDuplicates: 50,
      publishes: 600,
      failedPublishes: 30,
      sent: 600,
      dropped: 12,
      faults: [],
    },
    deliveries: 1_700,
    provider: {
      differentCalls: 1_000,
      faults: [
        { kind: "429", path: null, count: 5, of: 1_000 },
        { kind: "hang", path: "/search", count: 10, of: 500 },
        { kind: "hang", path: null, count: 5, of: 1_000 },
        { kind: "500", path: null, count: 13, of: 1_000 },
        { kind: "cut_off", path: null, count: 12, of: 1_000 },
        { kind: "error_200", path: null, count: 12, of: 1_000 },
      ],
    },
    providerCalls: repeat(100, () => makeAnswer()),
    calls: repeat(100, () => makeCall()),
    outages: [],
    recoveries: [makeRecovery(1_200), makeRecovery(1_300, { what: "stopped" })],
    struck: [],
    calmSince: CALM_AT,
    undisturbedMs: 15_000,
    undisturbed: new Map([[1, ["tiktok 1 a@example.com"]]]),
    undisturbedLengths: new Map([[1, 5_000]]),
    found: new Map([[1, ["tiktok 1 a@example.com"]]]),
    looks: { count: 100, violations: [] },
    transactions: [],
    machine: { latenesses: [], usualShare: 0 },
    violationsAtEnd: [],
    recounts: { drifts: [], lastAt: CALM_AT },
    balances: [{ account: "struck-1", granted: 1_000, delivered: 10, available: 990, held: 0, entries: 990 }],
    processes: [{ name: "postgres-worker-1", ownEnds: [] }],
    web: { wasAlive: true, end: "code 0" },
    ...differs,
  };
}
