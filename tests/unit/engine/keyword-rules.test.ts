import { describe, expect, it } from "vitest";
import { otherNumber } from "#lib/search-engine/v2/core/keyword-number.ts";
import { variantsByRule } from "#lib/search-engine/v2/core/keyword-rules.ts";
import { plainText, usableKeywords } from "#lib/search-engine/v2/core/keyword-usable.ts";

describe("otherNumber", () => {
  it.each([
    ["candle", "candles"],
    ["hobby", "hobbies"],
    ["toy", "toys"],
    ["lunchbox", "lunchboxes"],
    ["brush", "brushes"],
    ["dress", "dresses"],
    ["watch", "watches"],
    ["shoe", "shoes"],
    ["recipe", "recipes"],
    ["movie", "movies"],
    ["selfie", "selfies"],
    ["woman", "women"],
    ["photo", "photos"],
    ["fashion for women", "fashion for woman"],
    ["vegan recipe", "vegan recipes"],
    ["家 candle", "家 candles"],
  ])("%s has %s", (one, other) => {
    const isGivenPlural = one === "fashion for women";
    expect(otherNumber(one)).toEqual({ keyword: other, is: isGivenPlural ? "singular" : "plural" });
    expect(otherNumber(other)).toEqual({ keyword: one, is: isGivenPlural ? "plural" : "singular" });
  });

  it.each([
    ["fitness"],
    ["cactus"],
    ["running"],
    ["skincare"],
    ["makeup"],
    ["pilates"],
    ["jeans"],
    ["series"],
    ["gymnastics"],
    ["photography"],
    ["streetwear"],
    ["yoga"],
    ["skinny jeans"],
    ["メイク"],
    ["f1"],
    ["diy"],
    ["café"],
    ["naïvety"],
  ])("leaves %s alone", (keyword) => {
    expect(otherNumber(keyword)).toBeNull();
  });
});

describe("variantsByRule", () => {
  const variants = (keywords: string[], keywordsMax = 10) => variantsByRule({ keywords, keywordsMax });
  const wordsOf = (keywords: string[], keywordsMax?: number) =>
    variants(keywords, keywordsMax).map(({ keyword }) => keyword);

  it.each([
    { keyword: "candle", first: ["candles"] },
    { keyword: "skin care", first: ["skincare", "skin care tips"] },
    { keyword: "skincare", first: ["skin care", "skincare tips"] },
    { keyword: "homedecor", first: ["home decor"] },
    { keyword: "meal-prep", first: ["meal prep", "mealprep", "meal-prep tips"] },
    { keyword: "#vegan", first: ["vegan", "vegans", "vegan tips"] },
    { keyword: "#MealPrep", first: ["mealprep", "meal prep", "mealprep tips"] },
    { keyword: "#vegan #food", first: ["vegan food", "vegan foods", "veganfood"] },
    { keyword: "medicare", first: ["medicare tips"] },
    { keyword: "メイク", first: ["メイク tips"] },
    { keyword: "yoga", first: ["yoga tips"] },
  ])("tries $first for $keyword first", ({ keyword, first }) => {
    expect(wordsOf([keyword]).slice(0, first.length)).toEqual(first);
  });

  it("adds no intent that is there already, in either number", () => {
    const words = wordsOf(["makeup tutorials"]);
    expect(words).toContain("makeup tutorials ideas");
    expect(words.filter((word) => /tutorials? tutorial/.test(word))).toEqual([]);
  });

  it("repeats none of the given, nor itself, and gives each a reason that names its keyword", () => {
    const given = ["Candle", "candles", "candle tips"];
    const keywords = variants(given);
    const words = keywords.map(({ keyword }) => keyword);
    expect(new Set(words).size).toBe(words.length);
    for (const keyword of ["candle", "candles", "candle tips"]) expect(words).not.toContain(keyword);
    for (const { reason } of keywords) expect(reason).toMatch(/^"candle/);
    expect(words.length).toBeGreaterThan(3);
  });

  it("gives as many as asked for at most, and none longer than a keyword may be", () => {
    expect(wordsOf(["a keyword", "another one", "third"], 4)).toHaveLength(4);
    expect(wordsOf(["yoga"]).length).toBeLessThanOrEqual(10);
    const long = wordsOf(["x".repeat(99)]);
    expect(long).toEqual([`${"x".repeat(99)}es`].filter((word) => word.length <= 100));
  });

  it("is the same for the same keywords", () => {
    expect(variants(["yoga mat"])).toEqual(variants([" Yoga  MAT "]));
  });
});

describe("usableKeywords", () => {
  const candidate = (keyword: string) => ({ keyword, reason: "because" });
  const usable = (...keywords: string[]) =>
    usableKeywords(keywords.map(candidate), ["Makeup"], 3).map(({ keyword }) => keyword);

  it.each([
    { name: "what was given", input: ["MAKE\u0055P", " makeup "] },
    { name: "blanks", input: ["", " \u3000 "] },
    { name: "control characters", input: ["a\0b", "esc\u001b[2J"] },
    { name: "half a character", input: ["\ud83d beauty"] },
    { name: "punctuation alone", input: ["#", "---", "<>"] },
    { name: "more than 100 characters", input: ["m".repeat(101)] },
  ])("leaves out $name", ({ input }) => {
    expect(usable(...input, "lipstick")).toEqual(["lipstick"]);
  });

  it("normalises, and takes each once and no more than asked for", () => {
    expect(usable(" LIP  stick", "lip stick", "ｂｌｕｓｈ", "💄", "brows")).toEqual([
      "lip stick",
      "blush",
      "💄",
    ]);
  });

  it("makes reasons one line of bounded length", () => {
    expect(plainText(" one\nline\u0000 \ud83d")).toBe("one line \ufffd");
    expect(plainText("💄".repeat(300))).toBe("💄".repeat(200));
  });
});
