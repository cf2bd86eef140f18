import { readFileSync } from "node:fs";
import { describe, expect, it } from "vitest";
import { extractEmails } from "#lib/search-engine/v2/core/email-extractor.ts";

const found: [name: string, text: string, expected: string[]][] = [
  ["plain", "write to jane@example.com please", ["jane@example.com"]],
  ["at the start", "jane@example.com", ["jane@example.com"]],
  ["plus and dots", "jane.doe+brands@mail.example.org", ["jane.doe+brands@mail.example.org"]],
  ["underscores and digits", "x_99__y@studio.example", ["x_99__y@studio.example"]],
  ["hyphens", "jane-doe@talent-mgmt.example", ["jane-doe@talent-mgmt.example"]],
  ["two-part top level", "jane@example.co.uk", ["jane@example.co.uk"]],
  ["upper case", "Jane.DOE@Example.COM", ["jane.doe@example.com"]],
  ["mailto", "mailto:jane@example.com?subject=hi", ["jane@example.com"]],
  ["full stop behind", "Mail jane@example.com. Thanks", ["jane@example.com"]],
  ["brackets around", "(jane@example.com)", ["jane@example.com"]],
  ["angle brackets", "Jane <jane@example.com>", ["jane@example.com"]],
  [
    "comma and exclamation mark",
    "jane@example.com, or joe@example.net!",
    ["jane@example.com", "joe@example.net"],
  ],
  ["slash between two", "jane@example.com/joe@example.net", ["jane@example.com", "joe@example.net"]],
  ["the same twice", "jane@example.com JANE@example.com", ["jane@example.com"]],
  ["emoji glued in front", "📩jane@example.com", ["jane@example.com"]],
  ["emoji with a variation selector glued", "✉️jane@example.com✉️", ["jane@example.com"]],
  ["colon glued in front", "Business:jane@example.com", ["jane@example.com"]],
  ["pipe and bullet around", "a|jane@example.com•b", ["jane@example.com"]],
  ["dash in front", "📧-jane@example.com", ["jane@example.com"]],
  ["sign in front as decoration", "💌@jane@example.com", ["jane@example.com"]],
  ["full-width sign", "jane＠example.com", ["jane@example.com"]],
  ["bold mathematical letters", "𝗷𝗮𝗻𝗲@𝗲𝘅𝗮𝗺𝗽𝗹𝗲.𝗰𝗼𝗺", ["jane@example.com"]],
  ["zero-width space inside", "jane@exam\u200Bple.com", ["jane@example.com"]],
  ["soft hyphen inside", "ja\u00ADne@example.com", ["jane@example.com"]],
  ["Japanese text glued behind", "jane@example.comまで", ["jane@example.com"]],
  ["trade mark behind", "jane@example.com™", ["jane@example.com"]],
  ["circled number in front", "①jane@example.com", ["jane@example.com"]],
  ["[at]", "jane [at] example.com", ["jane@example.com"]],
  ["(at) and (dot)", "jane (at) mail(dot)example(dot)com", ["jane@mail.example.com"]],
  ["{at} and a spelled dot", "jane{at}mail dot example dot org", ["jane@mail.example.org"]],
  ["plain sign and [dot]", "jane@example[dot]com", ["jane@example.com"]],
  ["mention beside an address", "@jane.doe • jane@example.com", ["jane@example.com"]],
];

const nothing: [name: string, text: string][] = [
  ["empty", ""],
  ["a handle", "follow @jane.doe"],
  ["a handle behind a network", "IG @jane"],
  ["a handle glued to a network", "IG@jane.doe"],
  ["a federated handle", "@jane@mastodon.social"],
  ["no top level", "jane@localhost"],
  ["an image file", "image@2x.png"],
  ["a script file", "bundle@1.2.3.min.js"],
  ["an accent before the ASCII part", "gómez@example.com"],
  ["a Cyrillic first letter", "аlex@example.com"],
  ["a Cyrillic letter in the domain", "jane@mail.exаmple.com"],
  ["an apostrophe in the local part", "o'brien@example.com"],
  ["slash and equals in the local part", "user+mailbox/department=shipping@example.com"],
  ["an address in a query", "https://example.com/?u=jane@example.com"],
  ["a percent-encoded blank", "%20jane@example.com"],
  ["a profile address", "youtube.com/@jane.doe"],
  ["double dots", "jane..doe@example.com"],
  ["truncated in the top level", "jane@example.co…"],
  ["truncated behind a dot", "jane@mail.example.…"],
  ["truncated in the second label", "jane@example.co.u…"],
  ["truncated with three dots at the end", "jane@example.co..."],
  ["cut off in front", "…ane@example.com"],
  ["prose with at", "see you at example.com"],
  ["prose with at and dot", "look at me dot com"],
  ["a bracketed place, by its word", "live (at) videos.example"],
  ["a bracketed place, by its site", "jane [at] twitch.tv"],
  ["a digit behind the top level", "jane@example.com1"],
];

describe("extractEmails", () => {
  it.each(found)("finds: %s", (_, text, expected) => {
    expect(extractEmails(text, "bio").map((email) => email.address)).toEqual(expected);
  });

  it.each(nothing)("finds nothing in: %s", (_, text) => {
    expect(extractEmails(text, "bio")).toEqual([]);
  });

  it("keeps what was written and where it was found", () => {
    expect(extractEmails("✉ Jane (at) Example(dot)com!", "business_field")).toEqual([
      { address: "jane@example.com", source: "business_field", original: "Jane (at) Example(dot)com" },
    ]);
    expect(extractEmails("📩j\u00ADane＠example.com", "link")).toEqual([
      { address: "jane@example.com", source: "link", original: "j\u00ADane＠example.com" },
    ]);
  });

  it("stays quick on hostile text", () => {
    const texts = ["a".repeat(50_000), "a@".repeat(25_000), "a@b.".repeat(12_000), " ".repeat(50_000)];
    const startedAt = performance.now();
    for (const text of texts) extractEmails(text, "bio");
    expect(performance.now() - startedAt).toBeLessThan(2_000);
  });

  it("agrees with the labels of the sample data", () => {
    const file = new URL("../../sandbox/data/tiktok.jsonl", import.meta.url);
    let [right, wrong, missed] = [0, 0, 0];
    for (const line of readFileSync(file, "utf8").split("\n").filter(Boolean)) {
      const { bio, emails_truth: truth } = JSON.parse(line) as { bio: string; emails_truth: string[] };
      const addresses = extractEmails(bio, "bio").map((email) => email.address);
      right += addresses.filter((address) => truth.includes(address)).length;
      wrong += addresses.filter((address) => !truth.includes(address)).length;
      missed += truth.filter((address) => !addresses.includes(address)).length;
    }
    expect(right + missed).toBeGreaterThan(1_000);
    expect(right / (right + wrong), "precision").toBeGreaterThanOrEqual(0.99);
    expect(right / (right + missed), "recall").toBeGreaterThanOrEqual(0.99);
  });
});
