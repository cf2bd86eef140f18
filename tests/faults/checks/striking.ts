import { PROVIDER_FAULTS, RATES, SIZES } from "../settings.ts";
import type { Check, Evidence } from "./check.ts";

/** Chance, and what is spared, may leave a fault this far below its rate. */
const SHARE_OF_RATE_MIN = 0.5;

export const enoughDelivered: Check = {
  name: "there were as many deliveries as the scale asks for, and restarts of Postgres",
  find({ deliveries, scale, outages }) {
    const { deliveriesMin, restarts: restartsPlanned } = SIZES[scale];
    if (deliveries < deliveriesMin) return { detail: `${deliveries} deliveries, not ${deliveriesMin}` };
    return outages.length < restartsPlanned
      ? { detail: `${outages.length} restarts, not ${restartsPlanned}` }
      : null;
  },
};

export const enoughStruck: Check = {
  name: "every fault of the plan struck about as often as planned",
  find(evidence) {
    const tooFew = sharesOf(evidence).find(({ count, of, rate }) => count < of * rate * SHARE_OF_RATE_MIN);
    return tooFew
      ? { detail: `${tooFew.what}: ${tooFew.count} of ${tooFew.of}, planned ${tooFew.rate * 100} %` }
      : null;
  },
};

export const noneEndedByItself: Check = {
  name: "no process ended by itself",
  find({ victims }) {
    const fallen = victims.find(({ kills, restarts }) => restarts > kills);
    return fallen
      ? {
          detail: `${fallen.name} ended ${fallen.restarts} times for ${fallen.kills} kills: see test-results/faults/`,
        }
      : null;
  },
};

function sharesOf({ strikes, messages, deliveries, provider }: Evidence) {
  const cuts = Object.values(strikes.cuts).reduce((sum, count) => sum + count, 0);
  const faults = Object.values(provider.faults).reduce((sum, count) => sum + count, 0);
  const providerRate = PROVIDER_FAULTS.reduce((sum, { share }) => sum + share, 0);
  return [
    { what: "runs killed", count: strikes.killedRuns, of: strikes.runs, rate: RATES.kill },
    {
      what: "runs stopped past their lease",
      count: strikes.zombieRuns,
      of: strikes.runs,
      rate: RATES.zombie,
    },
    { what: "runs whose connection was cut", count: cuts, of: strikes.runs, rate: RATES.cut },
    {
      what: "failed publishes",
      count: messages.failedPublishes,
      of: messages.publishes,
      rate: RATES.failedPublish,
    },
    { what: "dropped messages", count: messages.dropped, of: messages.sent, rate: RATES.dropped },
    // A duplicate is a delivery too.
    { what: "duplicates", count: messages.duplicates, of: deliveries / 1.4, rate: RATES.duplicate },
    { what: "provider faults", count: faults, of: provider.differentCalls, rate: providerRate },
  ];
}
