import { describe, expect, it } from "vitest";
import { findExcluded } from "#lib/search-engine/v2/core/excluded-keywords.ts";

describe("findExcluded", () => {
  it.each([
    { keyword: "casino", text: "The CASINO!", isFound: true },
    { keyword: "casino", text: "casinos of the world", isFound: false },
    { keyword: "art", text: "a party start", isFound: false },
    { keyword: "casino", text: "ｃａｓｉｎｏ", isFound: true },
    { keyword: "casino", text: "cas\u00ADino", isFound: true },
    { keyword: "STRASSE", text: "meine straße", isFound: true },
    { keyword: "ΟΔΟΣ", text: "οδός οδος", isFound: true },
    { keyword: "café", text: "cafe\u0301 owner", isFound: true },
    { keyword: "cafe", text: "café owner", isFound: false },
    { keyword: "online casino", text: "Online\n casino", isFound: true },
    { keyword: "online casino", text: "online the casino", isFound: false },
    { keyword: "c++", text: "I teach C++.", isFound: true },
    { keyword: "18+", text: "18+ only", isFound: true },
    { keyword: "18+", text: "118+ only", isFound: false },
    { keyword: "赌场", text: "最好的赌场推荐", isFound: true },
    { keyword: "カジノ", text: "オンラインカジノで遊ぶ", isFound: true },
    { keyword: "카지노", text: "카지노에서", isFound: true },
    { keyword: "คาสิโน", text: "เล่นคาสิโนออนไลน์", isFound: true },
    { keyword: "казино", text: "Онлайн КАЗИНО", isFound: true },
    { keyword: "казино", text: "казиношный", isFound: false },
    { keyword: "🎰", text: "win🎰win", isFound: true },
    { keyword: "bet", text: "赌bet场", isFound: true },
    { keyword: "#casino", text: "win at #Casino!", isFound: true },
    { keyword: "istanbul", text: "İSTANBUL", isFound: true },
    { keyword: "İstanbul", text: "istanbul", isFound: true },
    { keyword: "❤️", text: "all ❤ here", isFound: true },
  ])("$keyword in $text: $isFound", ({ keyword, text, isFound }) => {
    expect(findExcluded([keyword], [text], [])).toBe(isFound ? keyword : null);
  });

  it.each([
    { keyword: "casino", tag: "casino", isFound: true },
    { keyword: "casino", tag: "casino_king", isFound: true },
    { keyword: "casino", tag: "casinoking", isFound: false },
    { keyword: "online casino", tag: "OnlineCasino", isFound: true },
    { keyword: "#casino", tag: "casino", isFound: true },
    { keyword: "@casino.king", tag: "casino.king", isFound: true },
    { keyword: "#casino", tag: "casinoking", isFound: false },
  ])("$keyword as the tag $tag: $isFound", ({ keyword, tag, isFound }) => {
    expect(findExcluded([keyword], [], [tag])).toBe(isFound ? keyword : null);
  });

  it("names the first that is found, as it was given, and never reads across texts", () => {
    expect(findExcluded(["vape", "Online Casino"], ["online casino and vape"], [])).toBe("vape");
    expect(findExcluded(["online casino"], ["online", "casino"], [])).toBeNull();
  });
});
