import { type LoggedCall, unitOf } from "../evidence/index.ts";
import type { ProviderCall } from "../provider.ts";
import type { Check, Evidence } from "./check.ts";
import { findUnexplained } from "./unsure-calls.ts";

/** With which status the provider must have answered what the log says of a call. */
const STATUS_OF_OUTCOME: Readonly<Record<string, number>> = {
  ok: 200,
  bad_body: 200,
  format: 200,
  rate_limited: 429,
  http: 500,
  not_found: 404,
};
/** The call was made, and no answer read. */
const UNANSWERED = "timeout";
/** Of the calls that the provider answered well, so many must be logged so: the others fell to what struck their process. */
const OK_SHARE_MIN = 0.9;
/** Of all calls, so many may be unsure though nothing struck: a machine that is busy cuts connections, too. */
const UNEXPLAINED_SHARE_MAX = 0.005;

/** What the provider got, and what is logged of it. */
interface Tally {
  got: ProviderCall[];
  logged: LoggedCall[];
}

export const callsLogged: Check = {
  name: "what the provider got for each keyword and creator is what is logged, with its outcome (I12)",
  find(evidence) {
    const { calls, providerCalls } = evidence;
    const started = calls.filter(({ outcome }) => outcome === "started").length;
    if (started > 0) return { detail: `${started} calls are neither completed nor unknown` };
    const tallies = new Map<string, Tally>();
    const tallyOf = (unit: string) => {
      const tally = tallies.get(unit) ?? { got: [], logged: [] };
      tallies.set(unit, tally);
      return tally;
    };
    for (const call of providerCalls) tallyOf(unitOf(call)).got.push(call);
    for (const call of calls) tallyOf(call.unit).logged.push(call);
    for (const [unit, tally] of tallies) {
      const wrong = faultOf(tally);
      if (wrong) return { detail: `${unit}: ${wrong}`, jobId: tally.logged[0]?.jobId };
    }
    return findTooUnsure(evidence);
  },
};

/**
 * Each call that came is logged, and each that the log is sure of came. Of the others (`unknown`, `network`,
 * `cancelled`) the log cannot know whether they arrived, nor with what they were answered.
 */
function faultOf({ got, logged }: Tally): string | null {
  const answers = countBy(got, ({ status }) => status);
  const outcomes = countBy(logged, ({ outcome }) => outcome);
  const story = `the provider got ${describe(answers)}, and logged are ${describe(outcomes)}`;
  if (got.length > logged.length) return story;
  const statuses = new Set(Object.values(STATUS_OF_OUTCOME));
  let surelyAnswered = 0;
  for (const status of statuses) {
    const said = logged.filter(({ outcome }) => STATUS_OF_OUTCOME[outcome] === status).length;
    // A call that the log is sure of and that the provider did not answer so.
    if (said > (answers.get(status) ?? 0)) return story;
    surelyAnswered += said;
  }
  const unsure = logged.length - surelyAnswered;
  const answered = [...statuses].reduce((sum, status) => sum + (answers.get(status) ?? 0), 0);
  if (answered - surelyAnswered > unsure) return story;
  return (outcomes.get(UNANSWERED) ?? 0) > (answers.get(null) ?? 0) ? story : null;
}

/** A log that were sure of nothing would contradict nothing: most must be known, and the others say why they are not. */
function findTooUnsure(evidence: Evidence) {
  const { calls, providerCalls } = evidence;
  const well = providerCalls.filter(({ status, isCutOff }) => status === 200 && !isCutOff).length;
  const ok = calls.filter(({ outcome }) => outcome === "ok").length;
  if (well === 0 || ok < OK_SHARE_MIN * well) {
    return { detail: `${ok} calls are logged as answered well, of ${well} that were` };
  }
  const unexplained = findUnexplained(evidence);
  const [first] = unexplained;
  if (!first || unexplained.length <= UNEXPLAINED_SHARE_MAX * calls.length) return null;
  const kinds = describe(countBy(unexplained, ({ outcome }) => outcome));
  return {
    detail: `of ${calls.length} calls are logged ${kinds} though nothing struck them: ${first.unit}`,
    jobId: first.jobId,
  };
}

function countBy<Item, Key>(items: readonly Item[], keyOf: (item: Item) => Key): Map<Key, number> {
  const counts = new Map<Key, number>();
  for (const item of items) counts.set(keyOf(item), (counts.get(keyOf(item)) ?? 0) + 1);
  return counts;
}

function describe(counts: ReadonlyMap<unknown, number>): string {
  return [...counts].map(([what, count]) => `${count} × ${what ?? "no answer"}`).join(", ") || "nothing";
}
