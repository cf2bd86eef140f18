import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { deriveShape, type Json } from "#sandbox/derive-shape.ts";
import { ENDPOINTS, endpointOf, realAnswer, recorded } from "./other-platforms.ts";
import { type OpenSandbox, openSandbox } from "./sandbox-client.ts";
import { differences, json } from "./wire-types.ts";

let sandbox: OpenSandbox;
beforeAll(async () => {
  sandbox = await openSandbox();
});
afterAll(() => sandbox.close());

const get = async (path: string, query: Record<string, string>) => (await sandbox.call(path, query)).json();
const missing = (...paths: string[]) => paths.map((path) => `${path} only in the first`);

/** Without the elements that a list may lack because this creator or post has none. */
function withoutOptional(found: string[]): string[] {
  const optional = /\.(?:bio_links|badges|links)\[\](?:\.\w+)? only in the first$/;
  return found.filter((difference) => !optional.test(difference));
}

describe("wire format of the other platforms", () => {
  it.each(ENDPOINTS)(
    "derives the shape $shape from the real answer, and keeps no value of it",
    (endpoint) => {
      const shape = json(`sandbox/data/shapes/${endpoint.shape}.json`);
      expect(shape).toEqual(deriveShape(realAnswer(endpoint)));
      expect([...JSON.stringify(shape).matchAll(/:("[^"]+"|-?[1-9]\d*|true)[,}]/g)]).toEqual([]);
    },
  );

  it.each(ENDPOINTS)("has the keys and types of the real answer: $path", async (endpoint) => {
    const answer = await get(endpoint.path, endpoint.query);
    expect(differences(realAnswer(endpoint), answer)).toEqual([]);
  });

  it.each(["profiles", "reels"] as const)("has them in each item alone: %s", async (list) => {
    const endpoint = endpointOf(`instagram-${list}`);
    const answer = await get(endpoint.path, endpoint.query);
    expect(answer[list]).toHaveLength(10);
    for (const item of answer[list]) {
      expect(withoutOptional(differences(realAnswer(endpoint), { ...answer, [list]: [item] }))).toEqual([]);
    }
  });

  it("has them in each video and short alone", async () => {
    const endpoint = endpointOf("youtube-search");
    const answer = await get(endpoint.path, endpoint.query);
    expect(answer.videos.length + answer.shorts.length).toBe(20);
    const real = realAnswer(endpoint) as { videos: Json; shorts: Json };
    for (const item of answer.videos) {
      expect(withoutOptional(differences({ list: real.videos }, { list: [item] }))).toEqual([]);
    }
    for (const item of answer.shorts) {
      expect(differences({ list: real.shorts }, { list: [item] })).toEqual([]);
    }
  });

  it.each([
    { platform: "instagram", shape: "instagram-profile", name: "handle" },
    { platform: "youtube", shape: "youtube-channel", name: "channelId" },
  ] as const)("has them in profiles with links and without: $platform", async ({ platform, shape, name }) => {
    const endpoint = endpointOf(shape);
    const creators = recorded(platform);
    for (const hasLink of [true, false]) {
      const creator = creators.find(({ links }) => links.length > 0 === hasLink);
      const asked = (name === "handle" ? creator?.handle : creator?.id) ?? "";
      const answer = await get(endpoint.path, { [name]: asked });
      const without = platform === "youtube" ? missing("$.links[]") : missing(...LINK_PATHS);
      expect(differences(realAnswer(endpoint), answer)).toEqual(hasLink ? [] : without);
    }
  });
});

const LINK_PATHS = ["", ".title", ".lynx_url", ".url", ".link_type"].map(
  (field) => `$.data.user.bio_links[]${field}`,
);
