import { z } from "zod";
import { hash, randomSequence } from "./random.ts";

const SEARCH_FAULTS = [
  "renamed_field",
  "duplicate_items",
  "malformed_items",
  "empty_page",
  "repeated_cursor",
] as const;
const PROFILE_FAULTS = ["private", "not_found"] as const;
const ANY_FAULTS = ["429", "402", "401", "500", "hang", "cut_off", "error_200", "slow"] as const;
export const FAULT_KINDS = [...ANY_FAULTS, ...SEARCH_FAULTS, ...PROFILE_FAULTS] as const;
export type FaultKind = (typeof FAULT_KINDS)[number];

const ruleSchema = z.strictObject({
  kind: z.enum(FAULT_KINDS),
  /** Part of the path. */
  path: z.string().min(1).optional(),
  /** Only searches for this keyword. */
  keyword: z.string().min(1).optional(),
  /** Only the profile of this creator, by handle or id. */
  handle: z.string().min(1).optional(),
  /** How often it strikes; unlimited by default. */
  times: z.int().min(1).optional(),
  probability: z.number().min(0).max(1).default(1),
  /** Strikes this share of all different calls, whatever their order: the seed chooses them. `times` counts for each. */
  share: z.number().min(0).max(1).optional(),
  retryAfterSeconds: z.int().min(0).max(86_400).default(1),
  /** How much later the answer of "slow" comes. */
  delayMs: z.int().min(0).max(600_000).default(5_000),
});
export type FaultRule = z.output<typeof ruleSchema>;

export interface FaultTarget {
  endpoint: "search" | "profile" | "other";
  path: string;
  keyword?: string | undefined;
  /** The names of the creator asked for. */
  creator?: (string | undefined)[] | undefined;
}

/** @throws ZodError that names the field. */
export function parseFaultRules(body: unknown): FaultRule[] {
  return Array.isArray(body) ? z.array(ruleSchema).min(1).parse(body) : [ruleSchema.parse(body)];
}

/** The rules in force. The first that fits a call strikes; "slow" lets one more strike behind it. */
export class Faults {
  #rules: { rule: FaultRule; struck: number; struckByCall: Map<string, number> }[] = [];
  readonly #seed: number;
  readonly #random: () => number;

  constructor(seed: number) {
    this.#seed = seed;
    this.#random = randomSequence(seed);
  }

  add(rules: FaultRule[]): void {
    this.#rules.push(...rules.map((rule) => ({ rule, struck: 0, struckByCall: new Map() })));
  }

  clear(): void {
    this.#rules = [];
  }

  list() {
    return this.#rules.map(({ rule, struck }) => ({ ...rule, struck }));
  }

  /** `call` is the whole of what is asked: path and query. */
  strike(target: FaultTarget, call: string): FaultRule[] {
    const struck: FaultRule[] = [];
    for (const [index, entry] of this.#rules.entries()) {
      const { rule, struckByCall } = entry;
      const struckBefore = rule.share === undefined ? entry.struck : (struckByCall.get(call) ?? 0);
      if (struckBefore >= (rule.times ?? Number.POSITIVE_INFINITY) || !fits(rule, target)) continue;
      if (rule.share !== undefined && this.#rank(index, call) >= rule.share) continue;
      if (rule.probability < 1 && this.#random() >= rule.probability) continue;
      entry.struck += 1;
      if (rule.share !== undefined) struckByCall.set(call, struckBefore + 1);
      struck.push(rule);
      if (rule.kind !== "slow") break;
    }
    return struck;
  }

  /** From 0 (inclusive) to 1 (exclusive), the same each time. */
  #rank(ruleIndex: number, call: string): number {
    return hash(`${this.#seed}|${ruleIndex}|${call}`) / 4_294_967_296;
  }
}

function fits(rule: FaultRule, target: FaultTarget): boolean {
  if (isOneOf(SEARCH_FAULTS, rule.kind) && target.endpoint !== "search") return false;
  if (isOneOf(PROFILE_FAULTS, rule.kind) && target.endpoint !== "profile") return false;
  if (rule.path && !target.path.includes(rule.path)) return false;
  if (rule.keyword && fold(rule.keyword) !== fold(target.keyword ?? "")) return false;
  return !rule.handle || (target.creator ?? []).some((name) => fold(name ?? "") === fold(rule.handle ?? ""));
}

function isOneOf(kinds: readonly FaultKind[], kind: FaultKind): boolean {
  return kinds.includes(kind);
}

function fold(value: string): string {
  return value.normalize("NFKC").toLowerCase().replace(/^@/, "").trim();
}
