import { LEASE_MS, TRANSACTION_IDLE_MAX_MS } from "../settings.ts";
import { unusualMs } from "../stalls.ts";
import type { Evidence } from "./check.ts";

/** Who was stopped so long before may still be standing still. */
const STOPPED_BEFORE_MS = 2 * LEASE_MS;
/** A machine of few processors that runs everything at once has a tail: so many may lie between bound and cap. */
const TAIL_SHARE = 0.05;
/** A twentieth of so few is none: each may be late by a half then. */
const FEW_MAX = 20;
const FEW_FACTOR = 1.5;

/** Something that must be over in time; Unix ms. */
export interface Wait {
  from: number;
  until: number;
}

/** What it may take. */
export interface Bounds {
  boundMs: number;
  /** Beyond it nothing excuses. */
  capMs: number;
  /** The same where Postgres was gone meanwhile. */
  outageCapMs: number;
}

const EXCUSES = ["an outage", "stopped processes", "the machine"] as const;
export type Excuse = (typeof EXCUSES)[number];

export interface JudgedWait {
  tookMs: number;
  boundMs: number;
  /** The bound with what excuses, never beyond the cap. */
  allowedMs: number;
  capMs: number;
  verdict: "kept" | "excused" | "tail" | "broken";
  /** What held it up, where it took longer than the bound. */
  excuses: readonly Excuse[];
}

/**
 * Judges a wait by its bound, and by the only things that excuse more: Postgres was gone, from whose return the bound
 * counts anew; processes stood still, for each of which Postgres grants an open transaction its time; and this machine
 * was later than it is undisturbed in a time as long.
 */
export function judgeWait(evidence: WaitEvidence, wait: Wait, bounds: Bounds): JudgedWait {
  const { from, until } = wait;
  const { boundMs } = bounds;
  const tookMs = until - from;
  const end = Math.min(until, from + bounds.outageCapMs);
  const stoppedMs = TRANSACTION_IDLE_MAX_MS * countStopped(evidence, from, end);
  const machineMs = unusualMs(evidence.machine, from, end);
  const heldUpMs = boundMs + stoppedMs + machineMs;
  const outageMs = outageMsOf(evidence, from, heldUpMs);
  const capMs = outageMs > 0 ? bounds.outageCapMs : bounds.capMs;
  const allowedMs = Math.min(heldUpMs + outageMs, capMs);
  const excuses = excusesOf(tookMs - boundMs, {
    "an outage": outageMs,
    "stopped processes": stoppedMs,
    "the machine": machineMs,
  });
  return {
    tookMs,
    boundMs,
    allowedMs,
    capMs,
    verdict: verdictOf(tookMs, boundMs, allowedMs, capMs),
    excuses,
  };
}

type WaitEvidence = Pick<Evidence, "struck" | "machine" | "outages">;

function verdictOf(tookMs: number, boundMs: number, allowedMs: number, capMs: number): JudgedWait["verdict"] {
  if (tookMs <= Math.min(boundMs, capMs)) return "kept";
  if (tookMs <= allowedMs) return "excused";
  return tookMs <= capMs ? "tail" : "broken";
}

function countStopped({ struck }: WaitEvidence, from: number, until: number): number {
  return struck.filter(({ what, at }) => what === "stopped" && at > from - STOPPED_BEFORE_MS && at <= until)
    .length;
}

/** By how much later what is allowed ends, because Postgres was gone before it did. */
function outageMsOf({ outages }: WaitEvidence, from: number, heldUpMs: number): number {
  let allowedMs = heldUpMs;
  for (const outage of outages.toSorted((one, other) => one.from - other.from)) {
    const isMet = outage.from <= from + allowedMs && outage.to >= from;
    if (isMet) allowedMs = Math.max(allowedMs, outage.to - from + heldUpMs);
  }
  return allowedMs - heldUpMs;
}

/** The one that suffices by itself; else all that there were. */
function excusesOf(overMs: number, lengths: Record<Excuse, number>): Excuse[] {
  if (overMs <= 0) return [];
  const enough = EXCUSES.find((excuse) => lengths[excuse] >= overMs);
  return enough ? [enough] : EXCUSES.filter((excuse) => lengths[excuse] > 0);
}

/** How many of so many may lie between what is allowed and the cap. */
export function tailMax(count: number): number {
  return Math.floor(TAIL_SHARE * count);
}

/** The worst that is beyond its cap, or in a tail that has more than its share; none where all is in time. */
export function findTooLate<Judged extends JudgedWait>(waits: readonly Judged[]): Judged | undefined {
  const late = waits
    .filter(({ verdict }) => verdict === "tail" || verdict === "broken")
    .toSorted((one, other) => other.tookMs / other.allowedMs - one.tookMs / one.allowedMs);
  const broken = late.find(({ verdict }) => verdict === "broken");
  return broken ?? (late.length > tailMax(waits.length) ? late[0] : undefined);
}

/** The same for what there may be few of: then each may take half as long again as it is allowed, and none more. */
export function findTooLateOfFew<Judged extends JudgedWait>(waits: readonly Judged[]): Judged | undefined {
  if (waits.length > FEW_MAX) return findTooLate(waits);
  return waits.find(({ tookMs, allowedMs, capMs }) => tookMs > Math.min(capMs, FEW_FACTOR * allowedMs));
}

/** As a failure tells it. */
export function describeWait({ tookMs, boundMs, allowedMs, excuses }: JudgedWait): string {
  const more = Math.round(allowedMs - boundMs);
  const held = more > 0 ? ` (and ${more} for ${excuses.join(", ") || "what held it up"})` : "";
  return `${Math.round(tookMs)} ms, not ${Math.round(boundMs)}${held}`;
}
