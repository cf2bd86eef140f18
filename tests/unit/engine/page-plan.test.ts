import { describe, expect, it } from "vitest";
import type { SearchPage } from "#lib/search-engine/v2/core/types.ts";
import { type KnownCreator, mergeFound, planPage } from "#lib/search-engine/v2/workers/page-plan.ts";
import { found, foundMany, jobRow, match, taskRow } from "./rows.ts";

const PAGES_MAX = 20;

function page(nextCursor: string | null, creators = foundMany(0)): SearchPage {
  return { creators, nextCursor, itemsSkipped: 0 };
}

const inJob = (platformId: string, isKeywordKnown = false): KnownCreator => ({
  platformId,
  isInJob: true,
  isKeywordKnown,
});

describe("planPage", () => {
  it.each([
    { name: "fewer than the share", bring: 6, share: 10, inserted: 6, carry: 0, state: "pending" },
    { name: "just the share", bring: 10, share: 10, inserted: 10, carry: 0, state: "parked" },
    { name: "more than the share", bring: 12, share: 10, inserted: 10, carry: 2, state: "parked" },
    { name: "nothing", bring: 0, share: 10, inserted: 0, carry: 0, state: "pending" },
    { name: "more than the target", bring: 30, share: 30, inserted: 20, carry: 10, state: "done" },
  ])("a page that brings $name", ({ bring, share, inserted, carry, state }) => {
    const seen = { creators: foundMany(bring), known: [], page: page("2") };
    const plan = planPage(jobRow(), taskRow({ share }), seen, PAGES_MAX);
    expect(plan).toMatchObject({ state, newlyFound: inserted, exhausted: false, repeated: [] });
    expect(plan.inserted).toEqual(seen.creators.slice(0, inserted));
    expect(plan.carry).toEqual(seen.creators.slice(inserted));
    expect(plan.carry).toHaveLength(carry);
  });

  it("what other keywords left of the target binds, not the share alone", () => {
    const seen = { creators: foundMany(10), known: [], page: page("2") };
    const plan = planPage(jobRow({ creatorsFound: 17 }), taskRow(), seen, PAGES_MAX);
    expect(plan).toMatchObject({ state: "done", newlyFound: 3 });
    expect(plan.inserted).toHaveLength(3);
  });

  it("inserts nothing once the target is met, and is done", () => {
    const seen = { creators: foundMany(10), known: [], page: page("2") };
    const plan = planPage(jobRow({ creatorsFound: 20 }), taskRow(), seen, PAGES_MAX);
    expect(plan).toMatchObject({ state: "done", inserted: [], newlyFound: 0 });
  });

  it("takes no place for creators that the job has, and counts them once for the keyword", () => {
    const creators = foundMany(6);
    const known = [inJob("c0"), inJob("c1", true)];
    const plan = planPage(
      jobRow({ creatorsFound: 2 }),
      taskRow({ share: 3 }),
      { creators, known, page: page("2") },
      20,
    );
    expect(plan.repeated.map((creator) => creator.platformId)).toEqual(["c0", "c1"]);
    expect(plan.inserted.map((creator) => creator.platformId)).toEqual(["c2", "c3", "c4"]);
    expect(plan.carry.map((creator) => creator.platformId)).toEqual(["c5"]);
    expect(plan.newlyFound).toBe(4);
  });

  it("keeps to a share that earlier pages have partly taken", () => {
    const seen = { creators: foundMany(12), known: [], page: page("3") };
    const plan = planPage(jobRow({ creatorsFound: 4 }), taskRow({ taken: 4 }), seen, PAGES_MAX);
    expect(plan.inserted).toHaveLength(6);
    expect(plan.state).toBe("parked");
  });

  it.each([
    { name: "no next cursor", next: null, task: {} },
    { name: "the cursor that was asked with", next: "2", task: { cursor: "2", pages: 1 } },
    { name: "a cursor from before", next: "1", task: { cursor: "3", seenCursors: ["1", "2"], pages: 3 } },
    { name: "the last page that the platform allows", next: "21", task: { pages: PAGES_MAX - 1 } },
  ])("$name ends the paging", ({ next, task }) => {
    const ended = planPage(
      jobRow(),
      taskRow(task),
      { creators: foundMany(3), known: [], page: page(next) },
      PAGES_MAX,
    );
    expect(ended).toMatchObject({ exhausted: true, state: "done" });
    // What is in store beyond the share keeps the keyword open.
    const rich = { creators: foundMany(12), known: [], page: page(next) };
    expect(planPage(jobRow(), taskRow(task), rich, PAGES_MAX)).toMatchObject({
      exhausted: true,
      state: "parked",
    });
  });

  it("without a page, uses what is in store and leaves the paging as it was", () => {
    const store = { creators: foundMany(5), known: [], page: null };
    expect(planPage(jobRow(), taskRow(), store, PAGES_MAX)).toMatchObject({
      exhausted: false,
      state: "pending",
    });
    const last = planPage(jobRow(), taskRow({ exhausted: true }), store, PAGES_MAX);
    expect(last).toMatchObject({ exhausted: true, state: "done" });
  });

  it("of a cancelled job is cancelled, whatever it brings", () => {
    const seen = { creators: foundMany(30), known: [], page: page(null) };
    const plan = planPage(jobRow({ cancelRequestedAt: new Date() }), taskRow({ share: 30 }), seen, PAGES_MAX);
    expect(plan.state).toBe("cancelled");
  });
});

describe("mergeFound", () => {
  it("has each creator once, in the order of first sight, with every post once", () => {
    const merged = mergeFound([
      found("a", [match("1"), match("2")]),
      found("b"),
      found("a", [match("2"), match("3")]),
    ]);
    expect(merged.map((creator) => creator.platformId)).toEqual(["a", "b"]);
    expect(merged[0]?.matches.map((content) => content.contentId)).toEqual(["1", "2", "3"]);
  });

  it("leaves what it was given as it was", () => {
    const first = found("a", [match("1")]);
    mergeFound([first, found("a", [match("2")])]);
    expect(first.matches).toHaveLength(1);
  });
});
