import { readFileSync } from "node:fs";
import { describe, expect, it } from "vitest";
import { extractEmails } from "#lib/search-engine/v2/core/email-extractor.ts";

interface Labelled {
  bio: string;
  emails_truth: string[];
}

function measure(platform: string) {
  const file = new URL(`../../sandbox/data/${platform}.jsonl`, import.meta.url);
  let [right, wrong, missed] = [0, 0, 0];
  for (const line of readFileSync(file, "utf8").split("\n").filter(Boolean)) {
    const { bio, emails_truth: truth }: Labelled = JSON.parse(line);
    const addresses = extractEmails(bio, "bio").map((email) => email.address);
    right += addresses.filter((address) => truth.includes(address)).length;
    wrong += addresses.filter((address) => !truth.includes(address)).length;
    missed += truth.filter((address) => !addresses.includes(address)).length;
  }
  return { right, precision: right / (right + wrong), recall: right / (right + missed) };
}

describe("extractEmails on the sample data", () => {
  it.each([
    { platform: "tiktok", addressesMin: 1_000 },
    { platform: "instagram", addressesMin: 500 },
    { platform: "youtube", addressesMin: 500 },
  ])("agrees with the labels of $platform", ({ platform, addressesMin }) => {
    const { right, precision, recall } = measure(platform);
    console.info(
      `${platform}: ${right} addresses, precision ${precision.toFixed(4)}, recall ${recall.toFixed(4)}`,
    );
    expect(right).toBeGreaterThan(addressesMin);
    expect(precision).toBeGreaterThanOrEqual(0.99);
    expect(recall).toBeGreaterThanOrEqual(0.99);
  });
});
