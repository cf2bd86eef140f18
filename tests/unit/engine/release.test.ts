import { describe, expect, it } from "vitest";
import { chooseParked, type ParkedTask } from "#lib/search-engine/v2/core/release.ts";

const parked = (id: string, change: Partial<ParkedTask> = {}): ParkedTask => ({
  id,
  carryCount: 0,
  taken: 0,
  pages: 0,
  ...change,
});

describe("chooseParked", () => {
  it.each([
    {
      name: "the one whose store covers the remainder",
      parked: [
        parked("a"),
        parked("b", { carryCount: 7, taken: 5, pages: 1 }),
        parked("c", { carryCount: 3 }),
      ],
      remainder: 6,
      expected: [{ id: "b", share: 11 }],
    },
    {
      name: "by store where the stores together cover it, so that none buys a page",
      parked: [parked("a", { carryCount: 9, taken: 1 }), parked("b", { carryCount: 2, taken: 1 })],
      remainder: 10,
      expected: [
        { id: "a", share: 10 },
        { id: "b", share: 2 },
      ],
    },
    {
      name: "evenly where the stores do not cover it",
      parked: [parked("a", { carryCount: 1, taken: 11 }), parked("b", { carryCount: 1, taken: 11 })],
      remainder: 9,
      expected: [
        { id: "a", share: 16 },
        { id: "b", share: 15 },
      ],
    },
    {
      name: "one that was never searched, at the yield that is assumed of it",
      parked: [parked("a"), parked("b"), parked("c")],
      remainder: 20,
      expected: [{ id: "a", share: 20 }],
    },
    {
      name: "as many as the yield of their pages needs",
      parked: [
        parked("a", { taken: 6, pages: 2 }),
        parked("b", { taken: 6, pages: 2 }),
        parked("c", { taken: 6, pages: 2 }),
      ],
      remainder: 5,
      expected: [
        { id: "a", share: 9 },
        { id: "b", share: 8 },
      ],
    },
    {
      name: "one that brought nothing so far counts for one",
      parked: [parked("a", { pages: 3 }), parked("b", { pages: 3 }), parked("c", { pages: 3 })],
      remainder: 2,
      expected: [
        { id: "a", share: 1 },
        { id: "b", share: 1 },
      ],
    },
    { name: "none where none is parked", parked: [], remainder: 5, expected: [] },
  ])("lets go $name", ({ parked: tasks, remainder, expected }) => {
    expect(chooseParked(tasks, remainder)).toEqual(expected);
  });

  it("always splits the remainder exactly, at least one each, among no more than needed", () => {
    for (let remainder = 1; remainder <= 60; remainder += 1) {
      for (let seed = 0; seed < 20; seed += 1) {
        const tasks = Array.from({ length: 1 + (seed % 9) }, (_, at) =>
          parked(`${at}`, {
            carryCount: (seed * 7 + at * 5) % 11,
            taken: (seed * 3 + at) % 13,
            pages: (seed + at) % 4,
          }),
        );
        const takenOf = new Map(tasks.map((task) => [task.id, task.taken]));
        const parts = chooseParked(tasks, remainder).map(({ id, share }) => share - (takenOf.get(id) ?? 0));
        expect(parts.reduce((sum, part) => sum + part, 0)).toBe(remainder);
        expect(Math.min(...parts)).toBeGreaterThan(0);
        expect(parts.length).toBeLessThanOrEqual(Math.min(tasks.length, remainder));
      }
    }
  });
});
