import { z } from "zod";
import { randomSequence } from "../random.ts";
import { type Rates, type RatesChange, ratesChangeSchema } from "./options.ts";

const times = z.int().min(1).max(1_000_000).default(1);
/** Only messages to addresses with this part. */
const url = z.string().min(1).optional();

const ruleSchema = z.discriminatedUnion("kind", [
  /** The publish itself fails, with nothing accepted. */
  z.strictObject({ kind: z.literal("fail_publish"), times, status: z.int().min(400).max(599).default(500) }),
  z.strictObject({ kind: z.literal("burst_limit"), times }),
  /** All is accepted, but the publisher sees the connection break. */
  z.strictObject({ kind: z.literal("lose_answer"), times }),
  /** Refuses these messages of a batch and accepts the others. */
  z.strictObject({ kind: z.literal("refuse_in_batch"), times, indexes: z.array(z.int().min(0)).min(1) }),
  z.strictObject({ kind: z.literal("drop"), times, url }),
  z.strictObject({
    kind: z.literal("duplicate"),
    times,
    url,
    when: z.enum(["at_once", "late"]).default("at_once"),
  }),
  /** Keeps deliveries back for as long as the rule stands. */
  z.strictObject({ kind: z.literal("hold"), url }),
]);
export type FaultRule = z.output<typeof ruleSchema>;
export type FaultInput = z.input<typeof ruleSchema>;
type RuleOf<Kind extends FaultRule["kind"]> = Extract<FaultRule, { kind: Kind }>;

export interface Fate {
  isDropped: boolean;
  duplicate: "at_once" | "late" | null;
}

/** What goes wrong: by chance at the rates, and once or more by rules. The seed decides the chances. */
export class Faults {
  readonly #ratesAtStart: Rates;
  #rates: Rates;
  #rules: { rule: FaultRule; struck: number }[] = [];
  readonly #random: Record<"drop" | "duplicate" | "late" | "publish", () => number>;

  constructor(seed: number, rates: Rates) {
    this.#ratesAtStart = rates;
    this.#rates = rates;
    // A sequence for each, so that changing one rate leaves the others' choices as they were.
    const sequence = (salt: number) => randomSequence((seed + salt * 0x9e3779b9) >>> 0);
    this.#random = { drop: sequence(1), duplicate: sequence(2), late: sequence(3), publish: sequence(4) };
  }

  get rates(): Rates {
    return { ...this.#rates };
  }

  /**
   * Takes rules, one or many, or a change of rates.
   * @throws ZodError that names the field
   */
  change(input: unknown): void {
    if (Array.isArray(input)) this.#add(z.array(ruleSchema).min(1).parse(input));
    else if (typeof input === "object" && input !== null && "kind" in input)
      this.#add([ruleSchema.parse(input)]);
    else this.#setRates(ratesChangeSchema.parse(input));
  }

  /** Without rules, and at the rates it started with. */
  clear(): void {
    this.#rules = [];
    this.#rates = this.#ratesAtStart;
  }

  list() {
    return { rates: this.rates, rules: this.#rules.map(({ rule, struck }) => ({ ...rule, struck })) };
  }

  strikePublish(): RuleOf<"fail_publish" | "burst_limit"> | null {
    return this.#strike(["fail_publish", "burst_limit"]);
  }

  losesAnswer(): boolean {
    return this.#strike(["lose_answer"]) !== null;
  }

  /** Which messages of the next batch are refused. */
  refusedIndexes(): ReadonlySet<number> {
    return new Set(this.#strike(["refuse_in_batch"])?.indexes);
  }

  refusesMessage(): boolean {
    return this.#random.publish() < this.#rates.publishFailRate;
  }

  fateOf(destination: string): Fate {
    const { dropRate, duplicateRate, lateDuplicateShare } = this.#rates;
    const isDropped = this.#random.drop() < dropRate;
    const isDuplicate = this.#random.duplicate() < duplicateRate;
    const when = this.#random.late() < lateDuplicateShare ? "late" : "at_once";
    if (this.#strike(["drop"], destination) || isDropped) return { isDropped: true, duplicate: null };
    const duplicate = this.#strike(["duplicate"], destination)?.when ?? (isDuplicate ? when : null);
    return { isDropped: false, duplicate };
  }

  isHeld(destination: string): boolean {
    return this.#rules.some(({ rule }) => rule.kind === "hold" && fits(rule, destination));
  }

  #setRates(change: RatesChange): void {
    const given = Object.entries(change).filter(([, rate]) => rate !== undefined);
    this.#rates = { ...this.#rates, ...Object.fromEntries(given) };
  }

  #add(rules: FaultRule[]): void {
    this.#rules.push(...rules.map((rule) => ({ rule, struck: 0 })));
  }

  #strike<Kind extends FaultRule["kind"]>(kinds: readonly Kind[], destination = ""): RuleOf<Kind> | null {
    for (const entry of this.#rules) {
      const { rule } = entry;
      if (!isOf(rule, kinds) || !fits(rule, destination)) continue;
      if ("times" in rule && entry.struck >= rule.times) continue;
      entry.struck += 1;
      return rule;
    }
    return null;
  }
}

function isOf<Kind extends FaultRule["kind"]>(rule: FaultRule, kinds: readonly Kind[]): rule is RuleOf<Kind> {
  return kinds.some((kind) => kind === rule.kind);
}

function fits(rule: FaultRule, destination: string): boolean {
  return !("url" in rule) || rule.url === undefined || destination.includes(rule.url);
}
