const CLOSED_FOR: Readonly<Record<string, string>> = {
  not_needed: "ended early: enough was found",
  cancelled: "stopped with its search",
};

export const timeline = {
  title: "Timeline",
  of: (keywords: string) => `What happened: ${keywords}`,
  cost: (calls: string, credits: string) => `${calls} calls · ${credits} provider credits`,
  more: "Show more",
  empty: "Nothing has happened yet.",
  back: "Back to the results",
  columns: { at: "When", what: "What", state: "How it went", took: "Took", cost: "Cost" },
  events: {
    asked: (by: string | null) => (by === null ? "Asked for" : `Asked for by ${by}`),
    started: "Begun",
    cancel_requested: "Stop asked for",
    ended: (status: string) => `Ended: ${status}`,
  },
  tasks: {
    search: (keyword: string) => `Search for “${keyword}”`,
    expand: "Look for more keywords",
    enrich: (count: string) => `Fetch details of ${count} creators`,
    analyze: "Analyse",
  },
  taskStates: {
    pending: "waiting",
    parked: "held back until needed",
    running: "under way",
    done: "done",
    failed: "failed",
    cancelled: "cancelled",
  },
  attempts: (count: string) => `try ${count}`,
  worker: (name: string) => `worker ${name}`,
  waits: (reason: string) => `waits: ${reason}`,
  waitsUntil: (reason: string, until: string) => `waits until ${until}: ${reason}`,
  closedFor: (reason: string) => CLOSED_FOR[reason] ?? reason.replaceAll("_", " "),
  call: (action: string, reason: string | null) => (reason === null ? action : `${action} · ${reason}`),
  outcomes: {
    started: "under way",
    ok: "answered",
    unknown: "no answer known: its process died",
    aborted: "given up, the search was stopped",
  },
  http: (status: string) => `HTTP ${status}`,
  only: { label: "Show", all: "Everything", tasks: "Work", calls: "Calls" },
} as const;
