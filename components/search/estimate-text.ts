import type { CapVerdict, EstimateAnswer } from "#lib/search-engine/estimate.types.ts";
import { counted, exactNumber } from "../format.ts";

/** Estimates of the searches of one run, in the order in which they will be sent. */
export interface RunEstimate {
  allowed: EstimateAnswer[];
  refused: { platform: string; message: string }[];
}

type NameOf = (platform: string) => string;

/**
 * Which of them will be taken. An estimate speaks of its search alone; what those before it hold of the one
 * allowance is no longer there for it.
 */
export function judgeEstimates(estimates: readonly EstimateAnswer[]): RunEstimate {
  const judged: RunEstimate = { allowed: [], refused: [] };
  let held = 0;
  for (const estimate of estimates) {
    const { platform, allowed, reasons, allowance, creators } = estimate;
    const left = allowance.available - held;
    if (!allowed) {
      judged.refused.push({ platform, message: reasons.map(({ message }) => message).join(" ") });
    } else if (creators.target > left) {
      const message = `The searches before it leave ${exactNumber(left)} of the allowance, and it wants ${exactNumber(creators.target)}.`;
      judged.refused.push({ platform, message });
    } else {
      held += creators.target;
      judged.allowed.push(estimate);
    }
  }
  return judged;
}

/** The estimate in a sentence, such as `At most 100 creators of your 20,000 left; about 105 calls …`; null where nothing would be begun. */
export function estimateSentence({ allowed }: RunEstimate, nameOf: NameOf): string | null {
  const [first] = allowed;
  if (!first) return null;
  const total = (read: (estimate: EstimateAnswer) => number) =>
    allowed.reduce((sum, estimate) => sum + read(estimate), 0);
  const searches = total(({ calls }) => calls.searches.expected);
  const profiles = total(({ calls }) => calls.profiles.expected);
  const each = allowed.map(({ platform, creators }) => `${nameOf(platform)} ${exactNumber(creators.max)}`);
  const models = total(({ expansion }) => expansion.modelCallsMax);
  return [
    `At most ${counted(
      total(({ creators }) => creators.max),
      "creator",
    )}`,
    ...(each.length > 1 ? [` (${each.join(", ")})`] : []),
    ` of your ${exactNumber(first.allowance.available)} left; about ${counted(searches + profiles, "call")}`,
    ` (${counted(searches, "search", "searches")}, ${counted(profiles, "profile")}), at most `,
    exactNumber(total(({ calls }) => calls.total.max)),
    ...(models > 0 ? [`, and ${counted(models, "call")} of the model`] : []),
    ".",
  ].join("");
}

/** What else is to be known before it is begun, one line each. */
export function estimateNotes(run: RunEstimate, nameOf: NameOf): string[] {
  const { allowed, refused } = run;
  const isOne = allowed.length + refused.length === 1;
  const on = (platform: string) => (isOne ? "" : `${nameOf(platform)}: `);
  return [
    ...refused.map(({ platform, message }) =>
      isOne ? `It would be refused: ${message}` : `${on(platform)}it would be refused. ${message}`,
    ),
    ...allowed.flatMap((estimate) =>
      notesOf(estimate).map((note) => (isOne ? capitalised(note) : `${on(estimate.platform)}${note}`)),
    ),
    ...waiting(allowed),
  ];
}

function notesOf({ creators, spendCaps, provider }: EstimateAnswer): string[] {
  const { max, target, known } = creators;
  const { gate } = provider;
  return [
    ...(max < target
      ? [`page limits allow ${exactNumber(max)} of the ${exactNumber(target)} creators wanted.`]
      : []),
    ...(known > 0
      ? [`details of ${counted(known, "creator")} are here from earlier searches and cost no call.`]
      : []),
    ...capNote(spendCaps.job, "a job"),
    ...capNote(spendCaps.day, "a day"),
    ...(gate.state === "closed" ? [`the provider is closed and calls wait: ${gate.reason}`] : []),
    ...(gate.state === "paused" ? [`the provider pauses until ${gate.until?.slice(11, 16)} UTC.`] : []),
  ];
}

function capNote({ cap, verdict }: { cap: number; verdict: CapVerdict }, unit: string): string[] {
  if (verdict === "enough") return [];
  const verb = verdict === "stops" ? "will" : "may";
  return [`the spend cap of ${counted(cap, "credit")} ${unit} ${verb} stop it.`];
}

/** Slots are the account's: the second search of a run finds the first in one. */
function waiting(allowed: readonly EstimateAnswer[]): string[] {
  const slots = allowed[0]?.slots;
  if (!slots) return [];
  const atOnce = Math.min(allowed.length, slots.startsAtOnce ? slots.total - slots.taken : 0);
  if (atOnce === allowed.length) return [];
  if (allowed.length === 1) return [`It waits in line first, at place ${slots.placeInLine}.`];
  return [`${atOnce} of ${allowed.length} start at once; the others wait in line.`];
}

function capitalised(text: string): string {
  return text.charAt(0).toUpperCase() + text.slice(1);
}
