import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { deriveShape } from "#sandbox/derive-shape.ts";
import { type OpenSandbox, openSandbox } from "./sandbox-client.ts";
import { differences, json } from "./wire-types.ts";

let sandbox: OpenSandbox;
beforeAll(async () => {
  sandbox = await openSandbox();
});
afterAll(() => sandbox.close());

const payloads = {
  search: "v1__tiktok__search__keyword.GET.sampleResponse",
  "search-trimmed": "v1__tiktok__search__keyword.GET.trimmedResponse",
  profile: "v1__tiktok__profile.GET.sampleResponse",
};

const real = (name: keyof typeof payloads) => json(`tests/fixtures/scrapecreators/${payloads[name]}.json`);

describe("wire format", () => {
  it("notices a missing key, a new key and another type", () => {
    expect(differences({ a: 1, b: [{ c: "x" }] }, { a: "1", b: [{ c: null }, { d: 1 }] })).toEqual([
      "$.a: number and string",
      "$.b[].d only in the second",
    ]);
    expect(differences({ a: null }, {})).toEqual(["$.a only in the first"]);
  });

  it.each(["search", "search-trimmed"] as const)(
    "has the keys and types of the real answer: %s",
    async (name) => {
      const trim = name === "search-trimmed" ? "true" : "false";
      const page = await (await sandbox.searchCall({ query: "makeup", trim })).json();
      expect(page.search_item_list).toHaveLength(30);
      expect(differences(real(name), page)).toEqual([]);
      // Each item alone has them too.
      for (const item of page.search_item_list) {
        expect(differences(real(name), { ...page, search_item_list: [item] })).toEqual([]);
      }
    },
  );

  it("has the keys and types of the real answer: profile, with its link only where there is one", async () => {
    const page = await sandbox.search({ query: "makeup" });
    const seen = new Set<boolean>();
    for (const { author } of page.search_item_list) {
      const profile = await (await sandbox.profileCall({ handle: author.unique_id })).json();
      const hasLink = "bioLink" in profile.user;
      seen.add(hasLink);
      const missing = ["$.user.bioLink", "$.user.bioLink.link", "$.user.bioLink.risk"];
      expect(differences(real("profile"), profile)).toEqual(
        hasLink ? [] : missing.map((path) => `${path} only in the first`),
      );
    }
    expect(seen).toEqual(new Set([true, false]));
  });

  it.each(Object.keys(payloads) as (keyof typeof payloads)[])(
    "derives the shape of %s from the real answer",
    (name) => {
      expect(json(`sandbox/data/shapes/tiktok-${name}.json`)).toEqual(deriveShape(real(name)));
    },
  );

  it("keeps no value of the real answers in the shapes", () => {
    for (const name of Object.keys(payloads)) {
      const values = JSON.stringify(json(`sandbox/data/shapes/tiktok-${name}.json`)).matchAll(
        /:("[^"]+"|-?[1-9]\d*|true)[,}]/g,
      );
      expect([...values]).toEqual([]);
    }
  });

  it("speaks of credits as they go, and of an unknown profile as the vendor does", async () => {
    const first = await sandbox.search({ query: "makeup" });
    expect(await sandbox.search({ query: "makeup" })).toMatchObject({
      success: true,
      credits_charged: 1,
      credits_remaining: first.credits_remaining - 1,
    });
    const balance = await (await sandbox.call("/v1/account/credit-balance")).json();
    expect(balance.creditCount).toBe(first.credits_remaining - 1);
    const missing = await sandbox.profileCall({ handle: "nobody.there" });
    expect([missing.status, await missing.json()]).toEqual([
      404,
      expect.objectContaining({
        success: false,
        error: "not_found",
        errorStatus: 404,
        message: expect.any(String),
      }),
    ]);
  });
});
