import { describe, expect, it } from "vitest";
import { distinctKeywords, normaliseKeyword } from "#lib/search-engine/v2/core/keyword.ts";

describe("normaliseKeyword", () => {
  it.each([
    { name: "outer and inner space", input: "  skin \t care\u00a0tips ", expected: "skin care tips" },
    { name: "case", input: "MakeUp", expected: "makeup" },
    { name: "full width", input: "ＹＯＧＡ", expected: "yoga" },
    { name: "ligatures", input: "ﬁtness", expected: "fitness" },
    { name: "a combining accent", input: "Cafe\u0301", expected: "café" },
    { name: "other scripts", input: "メイク", expected: "メイク" },
    { name: "a hashtag", input: "#Vegan", expected: "#vegan" },
    { name: "an emoji", input: "🧘 yoga", expected: "🧘 yoga" },
  ])("folds $name", ({ input, expected }) => {
    expect(normaliseKeyword(input)).toBe(expected);
    expect(normaliseKeyword(expected)).toBe(expected);
  });

  it("leaves distinct keywords in the order given, and none that is blank", () => {
    expect(distinctKeywords(["Yoga", " yoga ", "\u3000", "Pilates", "YOGA", "pilates mat"])).toEqual([
      "yoga",
      "pilates",
      "pilates mat",
    ]);
  });
});
