import { describe, expect, it } from "vitest";
import { lossesOf } from "#components/run/overview/filter-losses.ts";
import type { KeywordStatus } from "#lib/search-engine/types.ts";
import { runRow } from "./run-row.ts";

function partOf(...keywords: Pick<KeywordStatus, "leftOut" | "leftOutBy">[]) {
  // It reads nothing else of a search.
  return { view: { keywords } } as unknown as Parameters<typeof lossesOf>[0][number];
}

describe("lossesOf", () => {
  it("adds up what was never saved and what was filtered out later, the worst filter first", () => {
    const parts = [
      partOf({ leftOut: 3, leftOutBy: { followers: 2, verified: 1 } }, { leftOut: 0, leftOutBy: {} }),
      partOf({ leftOut: 4, leftOutBy: { followers: 4, verified: 1 } }),
    ];
    const rows = [
      runRow("fits"),
      ...["a", "b", "c"].map((id) => runRow(id, { matches: false, filteredBy: ["hasEmail"] })),
      runRow("d", { matches: false, filteredBy: ["hasEmail", "verified"] }),
    ];
    expect(lossesOf(parts, rows)).toEqual({
      leftOut: 7,
      filtered: 4,
      by: [
        { name: "followers", count: 6 },
        { name: "hasEmail", count: 4 },
        { name: "verified", count: 3 },
      ],
    });
  });

  it("is nothing before the first answer", () => {
    expect(lossesOf([{ view: null }], [])).toEqual({ leftOut: 0, filtered: 0, by: [] });
  });
});
