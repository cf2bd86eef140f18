import { readFileSync } from "node:fs";
import { domainToASCII } from "node:url";
import { expect, it } from "vitest";
import { extractEmails } from "#lib/search-engine/v2/core/email-extractor.ts";

interface Labelled {
  bio: string;
  emails: string[];
}

const comparable = (address: string): string => {
  const [local = "", host = ""] = address.toLowerCase().split("@");
  return `${local}@${domainToASCII(host)}`;
};

/** Bios that were written and labelled before anybody looked at what the extractor makes of them. */
it.each(["blind-first", "blind-second", "blind-third"])("reads %s as a careful reader does", (name) => {
  const file = new URL(`../fixtures/emails/${name}.json`, import.meta.url);
  const bios: Labelled[] = JSON.parse(readFileSync(file, "utf8"));
  const wrong: string[] = [];
  const missed: string[] = [];
  let right = 0;
  for (const { bio, emails } of bios) {
    const expected = [...new Set(emails.map(comparable))];
    const found = [...new Set(extractEmails(bio, "bio").map(({ address }) => comparable(address)))];
    right += found.filter((address) => expected.includes(address)).length;
    wrong.push(...found.filter((one) => !expected.includes(one)).map((one) => `wrong: ${one} in ${bio}`));
    missed.push(...expected.filter((one) => !found.includes(one)).map((one) => `missed: ${one} in ${bio}`));
  }
  const differences = [...wrong, ...missed].join("\n");
  expect(right / (right + wrong.length), differences).toBeGreaterThanOrEqual(0.99);
  expect(right / (right + missed.length), differences).toBeGreaterThanOrEqual(0.99);
});
