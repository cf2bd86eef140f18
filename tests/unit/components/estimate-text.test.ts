import { describe, expect, it } from "vitest";
import { formatsFor } from "#components/formats.ts";
import {
  estimateNotes,
  estimateParts,
  estimateSentence,
  judgeEstimates,
} from "#components/search/estimate-text.ts";
import type { EstimateAnswer } from "#lib/search-engine/estimate.types.ts";
import { estimate } from "./estimates.ts";

const nameOf = (platform: string) => platform.toUpperCase();
const sentence = (...estimates: EstimateAnswer[]) => estimateSentence(judgeEstimates(estimates), nameOf);
const notes = (...estimates: EstimateAnswer[]) => estimateNotes(judgeEstimates(estimates), nameOf);

describe("an estimate in words", () => {
  it("tells creators, what is left, and calls", () => {
    expect(sentence(estimate("a"))).toBe(
      "At most 100 creators of your 20,000 left; about 105 calls (5 searches, 100 profiles), at most 120.",
    );
    expect(notes(estimate("a"))).toEqual([]);
  });

  it("adds several up, and the call of the model", () => {
    const model = { source: "model", keywordsMax: 10, modelCallsMax: 1 } as const;
    expect(sentence(estimate("a"), estimate("b", { expansion: model }))).toBe(
      "At most 200 creators (A 100, B 100) of your 20,000 left; about 210 calls (10 searches, 200 profiles), at most 240, and 1 call of the model.",
    );
  });

  it("is told in parts, with numbers as the reader writes them", () => {
    const [one, other] = ["a", "b"].map((platform) =>
      estimate(platform, { creators: { max: 1_500, target: 1_500, known: 0 } }),
    );
    const run = judgeEstimates([one, other].filter((given) => given !== undefined));
    expect(estimateParts(run, nameOf, formatsFor("de"))).toMatchObject({
      creators: "At most 3.000 creators",
      each: "A 1.500, B 1.500",
      ofLeft: "of your 20.000 left",
      creatorsMax: 3_000,
      available: 20_000,
    });
  });

  it("says why it would be refused, and nothing of what it would cost", () => {
    const refused = {
      allowed: false,
      reasons: [{ code: "plan_limit", message: "Too many keywords.", field: "keywords" }],
    };
    expect(sentence(estimate("a", refused))).toBeNull();
    expect(notes(estimate("a", refused))).toEqual(["It would be refused: Too many keywords."]);
  });

  it("counts what the searches before it hold of the allowance", () => {
    const allowance = { plan: "free", available: 150, held: 0, isEnough: true, renewsAt: null };
    const run = judgeEstimates([estimate("a", { allowance }), estimate("b", { allowance })]);
    expect(run.allowed.map(({ platform }) => platform)).toEqual(["a"]);
    expect(estimateNotes(run, nameOf)).toEqual([
      "B: it would be refused. The searches before it leave 50 of the allowance, and it wants 100.",
    ]);
  });

  it.each([
    {
      name: "page limits",
      change: { creators: { max: 60, target: 100, known: 0 } },
      note: "Page limits allow 60 of the 100 creators wanted.",
    },
    {
      name: "what is known",
      change: { creators: { max: 100, target: 100, known: 1 } },
      note: "Details of 1 creator are here from earlier searches and cost no call.",
    },
    {
      name: "a cap",
      change: {
        spendCaps: {
          job: { cap: 110, verdict: "may_stop" as const },
          day: { cap: 9_999, verdict: "enough" as const },
        },
      },
      note: "The spend cap of 110 credits a job may stop it.",
    },
    {
      name: "a closed gate",
      change: {
        provider: {
          name: "vendor",
          sampleData: false,
          gate: { state: "closed" as const, reason: "Out of credit.", until: null },
        },
      },
      note: "The provider is closed and calls wait: Out of credit.",
    },
    {
      name: "a line",
      change: { slots: { total: 1, taken: 1, startsAtOnce: false, placeInLine: 2 } },
      note: "It waits in line first, at place 2.",
    },
  ])("notes $name", ({ change, note }) => {
    expect(notes(estimate("a", change))).toEqual([note]);
  });

  it("says of several whose note it is", () => {
    const limited = { creators: { max: 60, target: 100, known: 0 } };
    expect(notes(estimate("a"), estimate("b", limited))).toEqual([
      "B: page limits allow 60 of the 100 creators wanted.",
    ]);
  });

  it("counts the slots that its own searches take", () => {
    const slots = { total: 2, taken: 0, startsAtOnce: true, placeInLine: null };
    const three = ["a", "b", "c"].map((platform) => estimate(platform, { slots }));
    expect(notes(...three)).toEqual(["2 of 3 start at once; the others wait in line."]);
  });
});
