import type { CapVerdict, EstimateAnswer } from "#lib/search-engine/estimate.types.ts";
import { type Formats, formatsFor } from "../formats.ts";
import { search as searchWords } from "../messages/search.ts";

const { estimate: words } = searchWords;
const PLAIN = formatsFor("en");

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
export function judgeEstimates(
  estimates: readonly EstimateAnswer[],
  { exact }: Formats = PLAIN,
): RunEstimate {
  const judged: RunEstimate = { allowed: [], refused: [] };
  let held = 0;
  for (const estimate of estimates) {
    const { platform, allowed, reasons, allowance, creators } = estimate;
    const left = allowance.available - held;
    if (!allowed) {
      judged.refused.push({ platform, message: reasons.map(({ message }) => message).join(" ") });
    } else if (creators.target > left) {
      const message = words.heldBefore(exact(left), exact(creators.target));
      judged.refused.push({ platform, message });
    } else {
      held += creators.target;
      judged.allowed.push(estimate);
    }
  }
  return judged;
}

/** The parts of an estimate in words. */
export interface EstimateParts {
  /** `At most 100 creators`. */
  creators: string;
  /** `TikTok 60, Instagram 40`; null for one platform. */
  each: string | null;
  /** `of your 20,000 left`. */
  ofLeft: string;
  /** `about 105 calls (5 searches, 100 profiles), at most 120`. */
  calls: string;
  /** Of the allowance: what it may take, and what is there. */
  creatorsMax: number;
  available: number;
}

/** Null where nothing would be begun. */
export function estimateParts(
  { allowed }: RunEstimate,
  nameOf: NameOf,
  { exact }: Formats = PLAIN,
): EstimateParts | null {
  const [first] = allowed;
  if (!first) return null;
  const total = (read: (estimate: EstimateAnswer) => number) =>
    allowed.reduce((sum, estimate) => sum + read(estimate), 0);
  const creatorsMax = total(({ creators }) => creators.max);
  const searches = total(({ calls }) => calls.searches.expected);
  const profiles = total(({ calls }) => calls.profiles.expected);
  const each = allowed.map(({ platform, creators }) => `${nameOf(platform)} ${exact(creators.max)}`);
  const models = total(({ expansion }) => expansion.modelCallsMax);
  const calls = words.calls({
    count: searches + profiles,
    text: exact(searches + profiles),
    searches: words.searches(searches, exact(searches)),
    profiles: words.profiles(profiles, exact(profiles)),
    max: exact(total((estimate) => estimate.calls.total.max)),
  });
  return {
    creators: words.creators(creatorsMax, exact(creatorsMax)),
    each: each.length > 1 ? each.join(", ") : null,
    ofLeft: words.ofLeft(exact(first.allowance.available)),
    calls: models > 0 ? calls + words.models(models, exact(models)) : calls,
    creatorsMax,
    available: first.allowance.available,
  };
}

/** The estimate in a sentence, such as `At most 100 creators of your 20,000 left; about 105 calls …`; null where nothing would be begun. */
export function estimateSentence(run: RunEstimate, nameOf: NameOf): string | null {
  const parts = estimateParts(run, nameOf);
  if (!parts) return null;
  const { creators, each, ofLeft, calls } = parts;
  return `${creators}${each === null ? "" : ` (${each})`} ${ofLeft}; ${calls}.`;
}

/** What else is to be known before it is begun, one line each. */
export function estimateNotes(run: RunEstimate, nameOf: NameOf, formats: Formats = PLAIN): string[] {
  const { allowed, refused } = run;
  const isOne = allowed.length + refused.length === 1;
  const on = (platform: string) => (isOne ? "" : `${nameOf(platform)}: `);
  return [
    ...refused.map(({ platform, message }) =>
      isOne ? words.refusedAlone(message) : `${on(platform)}${words.refused(message)}`,
    ),
    ...allowed.flatMap((estimate) =>
      notesOf(estimate, formats).map((note) =>
        isOne ? capitalised(note) : `${on(estimate.platform)}${note}`,
      ),
    ),
    ...waiting(allowed),
  ];
}

function notesOf({ creators, spendCaps, provider }: EstimateAnswer, { exact }: Formats): string[] {
  const { max, target, known } = creators;
  const { gate } = provider;
  return [
    ...(max < target ? [words.pageLimits(exact(max), exact(target))] : []),
    ...(known > 0 ? [words.known(known, exact(known))] : []),
    ...capNote(spendCaps.job, words.aJob, exact),
    ...capNote(spendCaps.day, words.aDay, exact),
    ...(gate.state === "closed" ? [words.closed(gate.reason)] : []),
    ...(gate.state === "paused" ? [words.paused(gate.until?.slice(11, 16))] : []),
  ];
}

function capNote(
  { cap, verdict }: { cap: number; verdict: CapVerdict },
  unit: string,
  exact: Formats["exact"],
): string[] {
  return verdict === "enough" ? [] : [words.cap(cap, exact(cap), unit, verdict === "stops")];
}

/** Slots are the account's: the second search of a run finds the first in one. */
function waiting(allowed: readonly EstimateAnswer[]): string[] {
  const slots = allowed[0]?.slots;
  if (!slots) return [];
  const atOnce = Math.min(allowed.length, slots.startsAtOnce ? slots.total - slots.taken : 0);
  if (atOnce === allowed.length) return [];
  if (allowed.length === 1) return [words.inLine(slots.placeInLine)];
  return [words.startAtOnce(atOnce, allowed.length)];
}

function capitalised(text: string): string {
  return text.charAt(0).toUpperCase() + text.slice(1);
}
