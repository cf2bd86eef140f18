import { describe, expect, it } from "vitest";
import { formatsFor } from "#components/formats.ts";
import { judgeEstimates } from "#components/search/estimate-text.ts";
import { platformNotes, platformsWithout } from "#components/search/platform-notes.ts";
import type { FilterName } from "#lib/search-engine/types.ts";
import { estimate } from "../estimates.ts";

const notSupported: Record<string, FilterName[]> = { a: [], b: ["country"], c: ["verified", "country"] };
const formats = formatsFor("en");

describe("platformNotes", () => {
  it("says of each platform what it cannot do of what is asked", () => {
    const run = judgeEstimates([
      estimate("a", { creators: { max: 60, target: 1_000, known: 0 } }),
      estimate("b", { allowed: false, reasons: [{ code: "plan_limit", message: "No.", field: "platform" }] }),
    ]);
    expect(platformNotes({ run, filters: ["country", "hasEmail"], notSupported, formats })).toEqual({
      a: ["Can bring 60 of 1,000"],
      b: ["Not begun as it stands", "Cannot filter by country"],
      c: ["Cannot filter by country"],
    });
    expect(platformNotes({ run: null, filters: [], notSupported, formats })).toEqual({});
  });
});

describe("platformsWithout", () => {
  it("names those of the chosen that cannot tell", () => {
    const names = { b: "Bee", c: "Cee" };
    expect(platformsWithout("country", ["a", "b", "c"], { notSupported, names })).toEqual(["Bee", "Cee"]);
    expect(platformsWithout("verified", ["b"], { notSupported, names })).toEqual([]);
  });
});
