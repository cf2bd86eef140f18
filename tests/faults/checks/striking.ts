import { PROVIDER_FAULTS, RATES, SIZES } from "../settings.ts";
import type { Check, Evidence } from "./check.ts";

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
    const { shareOfRateMin } = SIZES[evidence.scale];
    const counts = [...struckProcesses(evidence), ...struckMessages(evidence), ...struckCalls(evidence)];
    const tooFew = counts.find(({ count, planned }) => count < Math.max(1, planned * shareOfRateMin));
    return tooFew
      ? { detail: `${tooFew.what}: ${tooFew.count}, planned ${tooFew.planned.toFixed(1)}` }
      : null;
  },
};

/** Of each at least one, and the planned number, about. */
interface Injected {
  what: string;
  count: number;
  planned: number;
}

/** Strikes against strikes; and what they hit, with the runs beside them. */
function struckProcesses({ strikes }: Evidence): Injected[] {
  const { runs, cuts } = strikes;
  const { kill, zombie, cut, killedRuns, stoppedRuns } = RATES;
  return [
    { what: "kills", count: strikes.kills, planned: runs * kill },
    { what: "stops past the lease", count: strikes.zombies, planned: runs * zombie },
    { what: "runs killed", count: strikes.killedRuns, planned: runs * killedRuns },
    { what: "runs stopped past their lease", count: strikes.zombieRuns, planned: runs * stoppedRuns },
    { what: "connections cut", count: sum(Object.values(cuts)), planned: runs * cut },
    ...Object.entries(cuts).map(([at, count]) => ({ what: `connections cut ${at}`, count, planned: 1 })),
  ];
}

function struckMessages({ messages }: Evidence): Injected[] {
  const { failedPublish, dropped, duplicate, lateShareOfDuplicates } = RATES;
  const { publishes, sent, deliveredOnce, duplicates, lateDuplicates } = messages;
  return [
    { what: "failed publishes", count: messages.failedPublishes, planned: publishes * failedPublish },
    { what: "dropped messages", count: messages.dropped, planned: sent * dropped },
    { what: "duplicates", count: duplicates, planned: deliveredOnce * duplicate },
    { what: "late duplicates", count: lateDuplicates, planned: duplicates * lateShareOfDuplicates },
  ];
}

/** Of each kind there are few, so that chance alone may double or halve them. */
function struckCalls({ provider }: Evidence): Injected[] {
  const { faults } = provider;
  const planned = faults.map(({ of }, at) => of * (PROVIDER_FAULTS[at]?.share ?? 0));
  return [
    {
      what: "bad answers of the provider",
      count: sum(faults.map(({ count }) => count)),
      planned: sum(planned),
    },
    ...faults.map(({ kind, count }) => ({ what: `answers of kind ${kind}`, count, planned: 1 })),
  ];
}

function sum(counts: readonly number[]): number {
  return counts.reduce((total, count) => total + count, 0);
}
