import { describe, expect, it } from "vitest";
import type { Choice } from "#components/run/results/choice.ts";
import { SteadyOrder } from "#components/run/results/steady-order.ts";
import { runRow } from "./run-row.ts";

const ALL: Choice = {
  text: "",
  platform: null,
  state: null,
  hasEmail: false,
  fit: "fitting",
  keyword: null,
  sort: null,
};
const keysOf = (view: { shown: readonly { platformId: string }[] }) =>
  view.shown.map(({ platformId }) => platformId);
const followers = (platformId: string, count: number | null) =>
  runRow(platformId, { profile: { ...runRow(platformId).profile, followers: count } });

describe("what the reader looks at", () => {
  it("grows at its end while nobody is reading", () => {
    const order = new SteadyOrder();
    const [a, b] = [runRow("a"), runRow("b")];
    expect(keysOf(order.view([a], ALL, false))).toEqual(["a"]);
    expect(keysOf(order.view([a, b], ALL, false))).toEqual(["a", "b"]);
  });

  it("is the same object while nothing changes, whether or not it is read", () => {
    const order = new SteadyOrder();
    const rows = [runRow("a"), runRow("b")];
    const view = order.view(rows, ALL, false);
    expect(order.view(rows, ALL, true)).toBe(view);
    expect(order.view(rows, ALL, false)).toBe(view);
  });

  it("takes in what waited once nobody reads any more", () => {
    const order = new SteadyOrder();
    const rows = [runRow("a"), runRow("b")];
    order.view(rows.slice(0, 1), ALL, true);
    expect(order.view(rows, ALL, true).newCount).toBe(1);
    expect(keysOf(order.view(rows, ALL, false))).toEqual(["a", "b"]);
  });

  it("waits for what is new once somebody reads, and shows it on demand", () => {
    const order = new SteadyOrder();
    const [a, b, c] = [runRow("a"), runRow("b"), runRow("c")];
    order.view([a], ALL, true);
    const held = order.view([a, b, c], ALL, true);
    expect(keysOf(held)).toEqual(["a"]);
    expect(held.newCount).toBe(2);
    order.release();
    expect(order.view([a, b, c], ALL, true)).toMatchObject({ newCount: 0 });
    expect(keysOf(order.view([a, b, c], ALL, true))).toEqual(["a", "b", "c"]);
  });

  it("changes where it stands: neither a value nor a new row moves another", () => {
    const order = new SteadyOrder();
    const choice: Choice = { ...ALL, sort: { key: "followers", isDescending: true } };
    const small = followers("small", 10);
    order.view([small, followers("large", 100), followers("unknown", null)], choice, false);
    const grown = order.view(
      [followers("small", 5_000), followers("large", 100), followers("unknown", 7), followers("new", 900)],
      choice,
      false,
    );
    expect(keysOf(grown)).toEqual(["large", "small", "unknown"]);
    expect(grown.shown[1]?.profile.followers).toBe(5_000);
    expect(grown.newCount).toBe(1);
  });

  it("is arranged anew by another choice", () => {
    const order = new SteadyOrder();
    const rows = [followers("small", 10), followers("unknown", null), followers("large", 100)];
    order.view(rows, ALL, true);
    const ascending: Choice = { ...ALL, sort: { key: "followers", isDescending: false } };
    expect(keysOf(order.view(rows, ascending, true))).toEqual(["small", "large", "unknown"]);
    const descending: Choice = { ...ALL, sort: { key: "followers", isDescending: true } };
    expect(keysOf(order.view(rows, descending, true))).toEqual(["large", "small", "unknown"]);
  });

  it("finds words in all that is known, each somewhere", () => {
    const rows = [
      runRow("a", { profile: { ...runRow("a").profile, bio: "Vegan food from Berlin" } }),
      runRow("b", {
        emails: [{ address: "hello@vegan.example", source: "bio", original: "hello@vegan.example" }],
      }),
      runRow("c", {
        matchedOn: [
          {
            keyword: "food",
            contents: [
              {
                contentId: "1",
                url: null,
                caption: "my vegan day",
                hashtags: [],
                views: null,
                likes: null,
                comments: null,
                shares: null,
                postedAt: null,
              },
            ],
          },
        ],
      }),
    ];
    const find = (text: string) => keysOf(new SteadyOrder().view(rows, { ...ALL, text }, false));
    expect(find("VEGAN")).toEqual(["a", "b", "c"]);
    expect(find("vegan food")).toEqual(["a", "c"]);
    expect(find("vegan berlin")).toEqual(["a"]);
    expect(find("nobody")).toEqual([]);
  });
});
