import { expect, it } from "vitest";
import { extractEmails } from "#lib/search-engine/v2/core/email-extractor.ts";

const PIECES = [
  ...[
    "jane",
    "a",
    "o'",
    "é",
    "почта",
    "用户",
    "例え",
    "Ａ",
    "𝐛",
    "0",
    "+",
    "-",
    "_",
    ".",
    "…",
    "’",
    "\u0301",
  ],
  ...["@", "＠", "(at)", " at ", " AT ", "_at_", "(a)", "[", "]", "📧", "#", "#→@", "★を@に", "&#64;", "%40"],
  ...[
    ".com",
    " dot ",
    "DOT",
    "_dot_",
    " . ",
    ",com",
    "。",
    "example.com",
    "gmail.com",
    "пример.рф",
    "xn--",
    "...",
  ],
  ...[" ", "\n", "\t", "/", "://", "mailto:", "%", "&", ":", "=", "\u200B", "\uFEFF", "\u0000", "ssh "],
  ...["\uD800", "\uDC00", "\uDBFF\uDBFF", "\u{10FFFF}", "👩🏽‍💻", "\u202E", "İ", "ß", "ﬁ", "㎏", "Ⓐ", "ⓐ"],
];

/** The same numbers in every run (mulberry32). */
function randomNumbers(seed: number): (below: number) => number {
  let state = seed;
  return (below) => {
    state = (state + 0x6d2b79f5) | 0;
    let mixed = Math.imul(state ^ (state >>> 15), 1 | state);
    mixed = (mixed + Math.imul(mixed ^ (mixed >>> 7), 61 | mixed)) ^ mixed;
    return ((mixed ^ (mixed >>> 14)) >>> 0) % below;
  };
}

function expectSound(text: string): void {
  const emails = extractEmails(text, "bio");
  for (const { address, original } of emails) {
    expect(address).toMatch(/^[^\s@]{1,66}@[^\s@]+\.[^\s@.]{2,}$/u);
    expect(address).toBe(address.toLowerCase());
    expect(original).not.toBe("");
    expect(text).toContain(original);
  }
  expect(new Set(emails.map(({ address }) => address)).size).toBe(emails.length);
}

it("reads any mixture of what addresses are made of", () => {
  const random = randomNumbers(1);
  for (let run = 0; run < 4_000; run += 1) {
    expectSound(Array.from({ length: 1 + random(24) }, () => PIECES[random(PIECES.length)]).join(""));
  }
});

it("reads any UTF-16, lone surrogates included", () => {
  const random = randomNumbers(2);
  for (let run = 0; run < 200; run += 1) {
    const units = Array.from({ length: 1 + random(300) }, () => random(0x10000));
    expectSound(`${String.fromCharCode(...units)}@example.com${String.fromCharCode(...units)}`);
  }
});

it("reads texts of 64 KB", () => {
  const random = randomNumbers(3);
  for (let run = 0; run < 5; run += 1) {
    expectSound(Array.from({ length: 22_000 }, () => PIECES[random(PIECES.length)]).join(""));
    expectSound(String.fromCharCode(...Array.from({ length: 65_536 }, () => random(0x10000))));
  }
});
