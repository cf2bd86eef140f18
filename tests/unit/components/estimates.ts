import type { EstimateAnswer } from "#lib/search-engine/estimate.types.ts";

const bounds = (expected: number, max: number) => ({ expected, max });
const calls = { searches: bounds(5, 20), profiles: bounds(100, 100), total: bounds(105, 120) };

/** An estimate that nothing stands against. */
export function estimate(platform: string, change: Partial<EstimateAnswer> = {}): EstimateAnswer {
  return {
    platform,
    allowed: true,
    reasons: [],
    creators: { max: 100, target: 100, known: 0 },
    calls,
    credits: calls,
    expansion: { source: "none", keywordsMax: 0, modelCallsMax: 0 },
    spendCaps: { job: { cap: 20_000, verdict: "enough" }, day: { cap: 200_000, verdict: "enough" } },
    allowance: { plan: "growth", available: 20_000, held: 0, isEnough: true, renewsAt: null },
    slots: { total: 3, taken: 0, startsAtOnce: true, placeInLine: null },
    provider: { name: "vendor", sampleData: false, gate: { state: "open", reason: null, until: null } },
    ...change,
  };
}
