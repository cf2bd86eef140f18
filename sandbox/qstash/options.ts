import { z } from "zod";
import { numberFrom } from "../options.ts";

const share = numberFrom(0, 1, "number");
const text = z.string("must be a text").min(1, "must not be empty");

const RATES = {
  /** Delivered twice. */
  duplicateRate: share,
  /** How many of the duplicates come after the first delivery has succeeded, rather than beside it. */
  lateDuplicateShare: share,
  /** Accepted and never delivered. */
  dropRate: share,
  /** Refused with a 500, alone in its batch. */
  publishFailRate: share,
  /** How long after the success a late duplicate comes; scaled like every wait. */
  lateByMs: numberFrom(0, 86_400_000, "number"),
};

/** How often, by chance, things go wrong with any message. */
const ratesSchema = z.strictObject(RATES);
export type Rates = z.output<typeof ratesSchema>;

export const ratesChangeSchema = ratesSchema.partial();
export type RatesChange = z.input<typeof ratesChangeSchema>;

export const dailyLimitSchema = numberFrom(0, 1_000_000_000).nullable();

export const qstashOptionsSchema = z.strictObject({
  duplicateRate: RATES.duplicateRate.default(0),
  lateDuplicateShare: RATES.lateDuplicateShare.default(1 / 3),
  dropRate: RATES.dropRate.default(0),
  publishFailRate: RATES.publishFailRate.default(0),
  lateByMs: RATES.lateByMs.default(60_000),
  /** 0 takes any free port. */
  port: numberFrom(0, 65_535).default(0),
  seed: numberFrom(0, 4_294_967_295).default(1),
  token: text.default("sandbox-token"),
  currentSigningKey: text.default("sig_sandbox_current"),
  nextSigningKey: text.default("sig_sandbox_next"),
  /** Messages a day; null for any number. */
  dailyLimit: dailyLimitSchema.default(null),
  /** Deliveries under way at once, whatever their keys; what is more waits. */
  parallelism: numberFrom(1, 10_000).default(100),
  /** 0.01 makes delays, retry waits, deduplication windows, rate periods and days a hundredth; timeouts stay. */
  timeScale: numberFrom(0.000_001, 1_000, "number").default(1),
});

export type QstashOptions = z.input<typeof qstashOptionsSchema>;
export type QstashSettings = z.output<typeof qstashOptionsSchema>;
