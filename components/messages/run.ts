import type { JobStatus } from "#lib/search-engine/job-status.types.ts";
import type { CreatorState, KeywordStatus } from "#lib/search-engine/types.ts";

const phases = {
  pending: "Waiting in line",
  dispatching: "Starting",
  searching: "Searching",
  enriching: "Fetching details",
  completed: "Done",
  partial: "Done with gaps",
  error: "Failed",
  cancelled: "Stopped",
} as const satisfies Record<JobStatus, string>;

const keywordStates = {
  waiting: "waiting",
  running: "searching",
  parked: "held back until needed",
  done: "done",
  failed: "failed",
  cancelled: "cancelled",
} as const satisfies Record<KeywordStatus["status"], string>;

const creatorStates = {
  found: "details to come",
  enriched: "complete",
  unavailable: "gone or private",
  failed: "details failed",
  skipped: "skipped",
} as const satisfies Record<CreatorState, string>;

/** Codes that the engine writes, in words; another one is shown as it is written, without its underscores. */
const reasons: Readonly<Record<string, string>> = {
  not_found: "the profile is gone",
  private: "the profile is private",
  cancelled: "the search was stopped",
  deadline: "time was up",
};

export const run = {
  title: "Results",
  phases,
  keywordStates,
  creatorStates,
  reason: (code: string | null) =>
    code === null ? "no reason given" : (reasons[code] ?? code.replaceAll("_", " ")),
  counts: {
    label: "Counts",
    keywords: (done: string, all: string) => `${done}/${all} keywords`,
    found: (count: string, target: string) => `${count} of ${target} found`,
    detailed: (count: string) => `${count} detailed`,
    emails: (count: string) => `${count} with e-mail`,
    failed: (count: string) => `${count} failed`,
    unavailable: (count: string) => `${count} gone or private`,
    skipped: (count: string) => `${count} skipped`,
    fit: (fitting: string, found: string) => `${fitting} of ${found} fit`,
  },
  time: { elapsed: (text: string) => `${text} so far`, took: (text: string) => `took ${text}` },
  charged: (count: string) => `${count} charged to the allowance`,
  quiet: (seconds: string) => `Nothing new for ${seconds}: waiting for the platform.`,
  progress: "Progress",
  cancel: {
    one: "Stop search",
    short: "Stop",
    all: "Stop all",
    platform: (platform: string) => `Stop ${platform}`,
    asking: "Stopping …",
    failed: (reason: string) => `Not stopped: ${reason}`,
  },
  notify: {
    ask: "Tell me when it is done",
    on: "You will be told when it is done",
    denied: "The browser does not allow notifications for this page",
  },
  ended: (keywords: string, phase: string) => `${phase}: ${keywords}`,
  stale: {
    title: "Not up to date",
    text: (reason: string) => `What you see is not up to date: ${reason}`,
    again: "Trying again by itself.",
    now: "Try now",
    trying: "Trying …",
    signIn: "Sign in again",
  },
  ends: {
    completed: (found: string) => `${found} creators were found and completed.`,
    nothing: {
      title: "Nothing matched",
      text: "The platforms answered, but no creator fits these keywords. Try broader words, or more of them.",
    },
    noneFit: {
      title: "Nothing fits the filters",
      text: (results: string, filter: string, count: string) =>
        `${results} found, but none fits. Most were removed by ${filter}: ${count}. Loosen it, and search again.`,
      results: (count: number, written: string) => (count === 1 ? "1 result was" : `${written} results were`),
    },
    partial: {
      title: "Done with gaps",
      text: "What was found is kept. What failed is listed here, and can be tried again for just that.",
    },
    error: {
      title: "The search failed",
      text: "No keyword could be searched. Nothing was charged for it; it can be tried again.",
    },
    deadline: {
      title: "Time was up",
      text: "The search ran into its time limit. What was found until then is kept, and what was not used came back.",
    },
    cancelled: {
      title: "Stopped before its end",
      text: (held: string) => `What was delivered is kept; ${held} creators came back to the allowance.`,
    },
    change: "Change this search",
  },
  errors: { label: "What went wrong", keyword: (keyword: string) => `${keyword}:` },
  filters: {
    label: "Filters",
    none: "none applied",
    notSupported: (platform: string, names: string) =>
      `Not supported on ${platform}, so not applied: ${names}.`,
  },
  losses: {
    line: (what: string) => `Removed by the filters: ${what}.`,
    and: ", and ",
    leftOut: (count: number, written: string) =>
      count === 1 ? "1 result that was never saved" : `${written} results that were never saved`,
    filtered: (count: number, written: string) =>
      count === 1
        ? "1 creator once its details were there"
        : `${written} creators once their details were there`,
    by: (list: string) => `By filter: ${list}.`,
  },
  notes: {
    refused: (platform: string, reason: string) => `Not begun on ${platform}: ${reason}`,
    achievable: (list: string) => `Page limits allow at most ${list} for these keywords.`,
    achievableOn: (count: string, platform: string) => `${count} creators on ${platform}`,
  },
  keywords: {
    title: "Keywords",
    keyword: "Keyword",
    state: "State",
    found: "Found",
    unique: "New",
    uniqueHint: "Creators that no other keyword had brought before",
    cost: "Cost",
    costHint: "Provider credits",
    suggested: (reason: string) => `suggested: ${reason}`,
    platform: "Platform",
    show: (count: number, written: string) =>
      count === 1 ? "Keyword in detail" : `${written} keywords in detail`,
    fewer: "Less",
    unknown: "state not read yet",
    brought: (found: string, unique: string) => `${found} found, ${unique} of them new`,
    filter: (keyword: string) => `Show only creators of ${keyword}`,
  },
} as const;
