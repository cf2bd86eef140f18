import { describe, expect, it } from "vitest";
import { HELP, readOptions } from "#scripts/search/options.ts";

const KEYWORDS = ["--keywords", "makeup"];

describe("the options of a search", () => {
  it.each([
    { given: ["--platform", "tiktok"], expected: ["tiktok"] },
    { given: ["--platform", "youtube, tiktok"], expected: ["youtube", "tiktok"] },
    {
      given: ["--platform", "tiktok,instagram", "--platform", "youtube"],
      expected: ["tiktok", "instagram", "youtube"],
    },
    { given: ["--platform", "tiktok,tiktok", "--platform", "tiktok"], expected: ["tiktok"] },
  ])("read $given as $expected", async ({ given, expected }) => {
    expect(await readOptions([...given, ...KEYWORDS])).toMatchObject({
      platforms: expected,
      isEstimate: false,
    });
  });

  it.each([
    { given: KEYWORDS, says: "--platform: is missing. Supported: tiktok, instagram, youtube." },
    { given: ["--platform", ",", ...KEYWORDS], says: "--platform: is missing" },
    { given: ["--platform", "tiktok,myspace", ...KEYWORDS], says: '--platform: "myspace" is not supported' },
    { given: ["--platform", "tiktok", "--estimate", "--csv", "a.csv", ...KEYWORDS], says: "--csv: not" },
  ])("refuse $given", async ({ given, says }) => {
    await expect(readOptions(given)).rejects.toThrow(says);
  });

  it("say what the target is of", () => {
    expect(HELP).toMatch(/--target N +creators wanted of each platform/);
  });
});
