import { describe, expect, it } from "vitest";
import { extractEmails } from "#lib/search-engine/v2/core/email-extractor.ts";

const address = "jane@example.com";

describe("extractEmails", () => {
  it.each([
    ["obfuscated", "✉ Jane (at) Example(dot)com!", "Jane (at) Example(dot)com"],
    ["invisible and full-width characters", "📩j\u00ADane＠example.com", "j\u00ADane＠example.com"],
    ["entities", "&lt;jane&#64;example.com&gt;", "jane&#64;example.com"],
    ["percent-encoded", "mailto:jane%40example.com?subject=x", "jane%40example.com"],
    ["decorative letters", "→ 𝗷𝗮𝗻𝗲@𝗲𝘅𝗮𝗺𝗽𝗹𝗲.𝗰𝗼𝗺 ←", "𝗷𝗮𝗻𝗲@𝗲𝘅𝗮𝗺𝗽𝗹𝗲.𝗰𝗼𝗺"],
    ["text glued behind", "メールはjane@example.comまで", "jane@example.com"],
  ])("keeps what was written: %s", (_, text, original) => {
    expect(extractEmails(text, "business_field")).toEqual([{ address, source: "business_field", original }]);
  });

  it("keeps the first of several spellings, and where it was found", () => {
    expect(extractEmails("jane [at] example.com\njane@example.com", "link")).toEqual([
      { address, source: "link", original: "jane [at] example.com" },
    ]);
  });
});
