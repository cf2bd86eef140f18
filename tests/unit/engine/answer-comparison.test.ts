import { describe, expect, it } from "vitest";
import { z } from "zod";
import { compareAnswer } from "#lib/search-engine/v2/core/answer-comparison.ts";
import * as field from "#lib/search-engine/v2/core/answer-fields.ts";

const item = z.object({
  id: field.id,
  name: field.text,
  fans: field.count,
  owner: z.object({ handle: field.id, links: z.array(z.object({ url: field.text })).nullish() }),
});
const format = z.object({
  cursor: z.union([z.int(), z.string()]).nullish(),
  items: field.itemsOf(item).nullable(),
});

const good = (id: string) => ({
  id,
  name: "Ann",
  fans: 3,
  owner: { handle: `h${id}`, links: [{ url: "u" }] },
});
const answer = (...items: unknown[]) => ({ cursor: 2, items });

describe("compareAnswer", () => {
  it("finds nothing in an answer that is as expected", () => {
    expect(compareAnswer(format, answer(good("1"), good("2")))).toEqual({
      hasDrifted: false,
      mismatches: [],
      itemsCount: 2,
      itemsSkipped: 0,
      absent: [],
      unread: [],
    });
  });

  it.each([
    {
      name: "a required key that is missing",
      spoilt: { ...good("1"), owner: { links: [] } },
      path: "items[].owner.handle",
      problem: "is missing",
    },
    {
      name: "a required object that is missing",
      spoilt: { id: "1", name: "Ann", fans: 3 },
      path: "items[].owner",
      problem: "is missing",
    },
    {
      name: "a number in place of a text",
      spoilt: { ...good("1"), name: 7 },
      path: "items[].name",
      problem: "is a whole number, not a string",
    },
    {
      name: "a fraction in place of a whole number, behind transforms",
      spoilt: { ...good("1"), fans: 1.5 },
      path: "items[].fans",
      problem: "is a number with a fraction, not a whole number",
    },
    {
      name: "null for what is needed",
      spoilt: { ...good("1"), id: null },
      path: "items[].id",
      problem: "is null, not a string",
    },
    {
      name: "an empty id",
      spoilt: { ...good("1"), id: "" },
      path: "items[].id",
      problem: "is empty or too small",
    },
    {
      name: "an element of a list of another type",
      spoilt: { ...good("1"), owner: { handle: "h", links: ["u", "v"] } },
      path: "items[].owner.links[]",
      problem: "is a string, not an object",
    },
  ])("names $name", ({ spoilt, path, problem }) => {
    const all = compareAnswer(format, answer(spoilt, spoilt, good("3")));
    expect(all).toMatchObject({
      hasDrifted: true,
      itemsCount: 3,
      itemsSkipped: 2,
      mismatches: [{ path, problem, count: 2, total: 3 }],
    });
    expect(compareAnswer(format, answer(spoilt, good("2")))).toMatchObject({
      hasDrifted: false,
      itemsSkipped: 1,
    });
  });

  it("names what the answer itself lacks, and each form that a value might have", () => {
    expect(compareAnswer(format, { cursor: {} })).toMatchObject({
      hasDrifted: true,
      mismatches: [
        { path: "cursor", problem: "is an object, not a number or a string", count: 1, total: 1 },
        { path: "items", problem: "is missing", count: 1, total: 1 },
      ],
    });
    expect(compareAnswer(format, "<html>").mismatches).toMatchObject([
      { path: "", problem: "is a string, not an object" },
    ]);
  });

  it("notes optional keys that are nowhere, and no key that a single item has", () => {
    const { name: _, ...nameless } = good("1");
    expect(compareAnswer(format, answer(nameless, nameless)).absent).toEqual(["items[].name"]);
    expect(compareAnswer(format, answer(nameless, good("2"))).absent).toEqual([]);
    const bare = { ...good("1"), owner: { handle: "h" } };
    expect(compareAnswer(format, { items: [bare] }).absent).toEqual(["cursor", "items[].owner.links"]);
  });

  it("lists keys that nobody reads, but not those of the envelope", () => {
    const more = { ...good("1"), shiny: 1, owner: { handle: "h", links: [{ url: "u", title: "t" }] } };
    const { unread } = compareAnswer(format, { ...answer(more), success: true, total: 9 }, ["success"]);
    expect(unread.toSorted()).toEqual(["items[].owner.links[].title", "items[].shiny", "total"]);
  });

  it("says nothing of the inside of what is null or empty", () => {
    expect(compareAnswer(format, { cursor: null, items: null })).toMatchObject({
      mismatches: [],
      absent: [],
      itemsCount: 0,
    });
    expect(compareAnswer(format, answer())).toMatchObject({ hasDrifted: false, absent: [], itemsCount: 0 });
  });

  it("looks into the items as the adapter takes them from the list", () => {
    const wrapped = z.object({
      items: field.itemsOf(z.object({ id: field.id }), (list) =>
        list.flatMap((element) => Object(element).wrapped ?? []),
      ),
    });
    const found = compareAnswer(wrapped, {
      items: [{ wrapped: { id: "1" } }, { advert: true }, { wrapped: {} }],
    });
    expect(found).toMatchObject({
      itemsCount: 2,
      itemsSkipped: 1,
      mismatches: [{ path: "items[].id", count: 1, total: 2 }],
    });
  });

  it("never shows what the answer holds", () => {
    const found = compareAnswer(
      format,
      answer({ id: { email: "ann@example.com" }, owner: "ann@example.com" }),
    );
    expect(JSON.stringify(found)).not.toContain("ann@example.com");
  });
});

describe("the walk through a schema", () => {
  const choice = z.discriminatedUnion("kind", [
    z.object({ kind: z.literal("a"), size: z.int().optional() }),
    z.object({ kind: z.literal("b"), colour: z.string().optional() }),
  ]);
  const inner = z.object({ key: z.string().optional() });

  it.each([
    {
      name: "each form of a union by itself",
      schema: z.array(choice),
      value: [{ kind: "a", size: 1 }, { kind: "b" }],
      absent: ["[].colour"],
    },
    {
      name: "the nearest form, when none fits",
      schema: z.object({ it: choice }),
      value: { it: { kind: "c", colour: 5 } },
      absent: ["it.size"],
    },
    { name: "a default", schema: z.object({ it: inner.default({}) }), value: { it: {} }, absent: ["it.key"] },
    {
      name: "a default that is not there",
      schema: z.object({ it: inner.default({}) }),
      value: {},
      absent: ["it"],
    },
    { name: "a catch", schema: z.object({ it: inner.catch({}) }), value: { it: {} }, absent: ["it.key"] },
    { name: "readonly", schema: z.object({ it: inner.readonly() }), value: { it: {} }, absent: ["it.key"] },
    {
      name: "a pipe",
      schema: z.object({ it: inner.pipe(inner) }),
      value: { it: {} },
      absent: ["it.key"],
    },
    {
      name: "a transform",
      schema: z.object({ it: inner.transform(() => 1) }),
      value: { it: {} },
      absent: ["it.key"],
    },
    {
      name: "a preprocess",
      schema: z.preprocess((value) => ({ it: value }), z.object({ it: inner })),
      value: {},
      absent: ["it.key"],
    },
    {
      name: "a lazy schema",
      schema: z.object({ it: z.lazy(() => inner) }),
      value: { it: {} },
      absent: ["it.key"],
    },
    {
      name: "a record",
      schema: z.record(z.string(), inner),
      value: { one: {}, two: {} },
      absent: [".*.key"],
    },
  ])("knows $name", ({ schema, value, absent }) => {
    expect(compareAnswer(schema, value).absent).toEqual(absent);
  });
});
