import { expect, it } from "vitest";
import { extractEmails } from "#lib/search-engine/v2/core/email-extractor.ts";

const HOSTILE = [
  "a",
  "a@",
  "a@b.",
  "a.",
  "(at) ",
  "[at",
  "a (at) b dot ",
  " dot a",
  "(dot)a",
  "://a@b.co,",
  " ",
  "#→@a#b.",
  "a☆b.co ",
  "o'",
  "ssh a@b.co ",
  "_at_a_dot_",
  "aATbDOT",
  "é@ü.de",
  "é.",
  "a (a) b . ",
  "a@b . com . ",
  "mailto:%41",
  "&#64;",
  "…@",
];
const RUNS = 3;

function fastestMs(length: number): number {
  const texts = HOSTILE.map((unit) => unit.repeat(Math.ceil(length / unit.length)));
  const runs = Array.from({ length: RUNS }, () => {
    const startedAt = performance.now();
    for (const text of texts) extractEmails(text, "bio");
    return performance.now() - startedAt;
  });
  return Math.min(...runs);
}

/** Four times the text takes about four times as long; quadratic work would take sixteen times. */
it("grows linearly with hostile text", { timeout: 60_000 }, () => {
  fastestMs(10_000);
  expect(fastestMs(100_000) / fastestMs(25_000)).toBeLessThan(8);
});
