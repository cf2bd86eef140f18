import { describe, expect, it } from "vitest";
import { distinctKeywords, normaliseKeyword } from "#lib/search-engine/v2/core/keyword.ts";
import { expandByRules } from "#lib/search-engine/v2/core/keyword-expander.ts";

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

describe("expandByRules", () => {
  const expand = (keywords: string[], keywordsMax = 10) =>
    expandByRules({ keywords, platform: "tiktok", keywordsMax, signal: new AbortController().signal });
  const wordsOf = async (keywords: string[], keywordsMax?: number) =>
    (await expand(keywords, keywordsMax)).keywords.map(({ keyword }) => keyword);

  it.each([
    { keyword: "candle", spelling: "candles" },
    { keyword: "candles", spelling: "candle" },
    { keyword: "hobby", spelling: "hobbies" },
    { keyword: "hobbies", spelling: "hobby" },
    { keyword: "lunchbox", spelling: "lunchboxes" },
    { keyword: "skin care", spelling: "skincare" },
  ])("tries $spelling for $keyword first", async ({ keyword, spelling }) => {
    expect((await wordsOf([keyword]))[0]).toBe(spelling);
  });

  it.each(["fitness", "cactus", "running", "skincare", "makeup", "メイク", "f1"])(
    "makes up no other number for %s",
    async (keyword) => {
      expect((await wordsOf([keyword]))[0]).toBe(`${keyword} tips`);
    },
  );

  it("repeats none of the given, nor itself, and gives each a reason", async () => {
    const { keywords, source } = await expand(["Candle", "candles", "candle tips"]);
    const words = keywords.map(({ keyword }) => keyword);
    expect(new Set(words).size).toBe(words.length);
    for (const given of ["candle", "candles", "candle tips"]) expect(words).not.toContain(given);
    for (const { reason } of keywords) expect(reason).toMatch(/"candle/);
    expect(source).toBe("rules");
  });

  it("gives as many as asked for at most", async () => {
    expect(await wordsOf(["a keyword", "another one", "third"], 4)).toHaveLength(4);
    expect((await wordsOf(["yoga"])).length).toBeLessThanOrEqual(10);
  });

  it("is the same for the same keywords", async () => {
    expect(await expand(["yoga mat"])).toEqual(await expand([" Yoga  MAT "]));
  });
});
