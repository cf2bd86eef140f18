import type { QstashState } from "./api-call.ts";
import type { FaultInput } from "./faults.ts";
import type { RatesChange } from "./options.ts";
import { dailyLimitSchema } from "./options.ts";

export type QstashControls = ReturnType<typeof controlsOf>;

/** What a test in the same process calls; the control endpoints call the same. */
export function controlsOf({ broker, dailyLimit, faults, keys, log }: QstashState) {
  return {
    /** The counts, and the latest messages with their attempts. */
    messages: () => ({ ...broker.courier.load(), ...log.summary() }),
    /** Forgets counts and messages; what is waiting or under way goes on. */
    resetMessages() {
      log.reset();
      broker.courier.resetLoad();
    },
    /** Resolves when nothing is waiting or under way. */
    whenIdle: () => broker.courier.whenIdle(),
    faults: () => faults.list(),
    /**
     * Adds a rule.
     * @throws ZodError that names the field
     */
    addFault: (rule: FaultInput) => apply(rule),
    /** @throws ZodError that names the field */
    setRates: (rates: RatesChange) => apply(rates),
    /** Rules or rates from outside. */
    changeFaults: apply,
    /** No rules, and the rates it started with; what was held is delivered. */
    clearFaults() {
      faults.clear();
      broker.courier.release();
      return faults.list();
    },
    /** The next key becomes the current one, with which messages are signed from now on. */
    rotateKeys: (next?: string) => keys.rotate(next),
    /** Starts a new day with this limit; null for any number. */
    setDailyLimit(limit: number | null) {
      dailyLimit.set(dailyLimitSchema.parse(limit));
      return dailyLimit.status();
    },
  };

  function apply(input: unknown) {
    faults.change(input);
    return faults.list();
  }
}
