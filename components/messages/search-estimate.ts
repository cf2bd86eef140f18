const plural = (count: number, one: string, many = `${one}s`) => (count === 1 ? one : many);

/** Numbers come as they are, to choose the word, and as they are written. */
export const searchEstimate = {
  title: "What it takes",
  none: "Add a keyword to see what the search would take.",
  noPlatform: "Choose a platform to see what the search would take.",
  failed: (message: string) => `No estimate: ${message}`,
  marked: "Put right what is marked to see what the search would take.",
  failedNote: "You can search all the same.",
  nothing: "Nothing would be begun.",
  creators: (count: number, text: string) => `At most ${text} ${plural(count, "creator")}`,
  ofLeft: (left: string) => `of your ${left} left`,
  after: (left: string) => `${left} would be left`,
  renews: (date: string) => `renews ${date}`,
  charged: "Held when it begins; only those delivered are charged.",
  calls: (calls: { count: number; text: string; searches: string; profiles: string; max: string }) =>
    `about ${calls.text} ${plural(calls.count, "call")} (${calls.searches}, ${calls.profiles}), at most ${calls.max}`,
  searches: (count: number, text: string) => `${text} ${plural(count, "search", "searches")}`,
  profiles: (count: number, text: string) => `${text} ${plural(count, "profile")}`,
  models: (count: number, text: string) => `, and ${text} ${plural(count, "call")} of the model`,
  refusedAlone: (message: string) => `It would be refused: ${message}`,
  refused: (message: string) => `it would be refused. ${message}`,
  heldBefore: (left: string, target: string) =>
    `The searches before it leave ${left} of the allowance, and it wants ${target}.`,
  pageLimits: (max: string, target: string) => `page limits allow ${max} of the ${target} creators wanted.`,
  known: (count: number, text: string) =>
    `details of ${text} ${plural(count, "creator")} are here from earlier searches and cost no call.`,
  cap: (count: number, text: string, unit: string, isSure: boolean) =>
    `the spend cap of ${text} ${plural(count, "credit")} ${unit} ${isSure ? "will" : "may"} stop it.`,
  aJob: "a job",
  aDay: "a day",
  closed: (reason: string | null) => `the provider is closed and calls wait: ${reason}`,
  paused: (time: string | undefined) => `the provider pauses until ${time} UTC.`,
  inLine: (place: number | null) => `It waits in line first, at place ${place}.`,
  startAtOnce: (count: number, of: number) => `${count} of ${of} start at once; the others wait in line.`,
} as const;
