import { expect, it } from "vitest";
import { tiktok } from "#lib/search-engine/v2/adapters/tiktok.ts";
import { findAdapter, platforms, registerAdapter } from "#lib/search-engine/v2/index.ts";
import profile from "../../fixtures/scrapecreators/v1__tiktok__profile.GET.sampleResponse.json" with {
  type: "json",
};

async function emailsIn(bio: string, link = "https://example.com"): Promise<unknown> {
  const answer = { ...profile, user: { ...profile.user, signature: bio, bioLink: { link } } };
  const creator = { platformId: profile.user.id, handle: profile.user.uniqueId };
  const result = await tiktok.enrich({ get: async ({ parse }) => parse(answer) }, creator);
  return result.outcome === "enriched" && result.emails.map(({ address, source }) => `${source} ${address}`);
}

it("takes nothing at a platform's own hosts, whichever the platform", async () => {
  const hosts = platforms().flatMap((platform) => findAdapter(platform)?.hosts ?? []);
  expect(hosts.length).toBeGreaterThanOrEqual(platforms().length);
  for (const host of hosts) {
    expect(await emailsIn(`jane [at] ${host}, press@${host}, jane@mail.${host} jane at ${host}`)).toEqual([]);
  }
});

it("leaves out the hosts of a platform that is added", async () => {
  expect(await emailsIn("jane@guild.example")).toEqual(["bio jane@guild.example"]);
  registerAdapter({ ...tiktok, platform: "guild", hosts: ["guild.example"] });
  expect(await emailsIn("jane@guild.example joe@guilds.example")).toEqual(["bio joe@guilds.example"]);
});

it("takes an address that is the link itself, and none out of a link's query", async () => {
  expect(await emailsIn("", "mailto:jane@example.com?subject=hi")).toEqual(["link jane@example.com"]);
  expect(await emailsIn("jane@example.com", "mailto:jane@example.com")).toEqual(["bio jane@example.com"]);
  expect(await emailsIn("", "https://example.com/?to=jane@example.com")).toEqual([]);
  expect(await emailsIn("", "example.com/?to=jane@example.com")).toEqual([]);
});
