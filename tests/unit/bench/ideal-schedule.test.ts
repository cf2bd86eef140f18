import { describe, expect, test } from "vitest";
import { idealOf, type Provider, pagesOf } from "#tests/bench/shared/ideal-schedule.ts";

const PROVIDER: Provider = { searchMs: 1_000, profileMs: 300, pageSize: 30, parallelMax: 20 };

describe("the ideal schedule", () => {
  test("a keyword's pages are full up to its share", () => {
    expect(pagesOf({ keywordCount: 20, targetResults: 1_000 }, PROVIDER)).toEqual([30, 20]);
    expect(pagesOf({ keywordCount: 5, targetResults: 150 }, PROVIDER)).toEqual([30]);
  });

  test("one keyword alone takes its page and its profiles, as many at once as may be", () => {
    const ideal = idealOf([{ keywordCount: 1, targetResults: 30 }], PROVIDER);
    expect(ideal).toMatchObject({ searchCalls: 1, profileCalls: 30, criticalPathMs: 1_300 });
    expect(ideal.listScheduleMs).toBe(1_600);
  });

  test("with one place, all calls follow one another", () => {
    const ideal = idealOf([{ keywordCount: 2, targetResults: 60 }], { ...PROVIDER, parallelMax: 1 });
    expect(ideal.listScheduleMs).toBe(ideal.callMs);
    expect(ideal.boundMs).toBe(2 * 1_000 + 60 * 300);
  });

  test("no list schedule is shorter than the bound, nor twice as long", () => {
    for (const targetResults of [20, 200, 1_000]) {
      const { boundMs, listScheduleMs } = idealOf([{ keywordCount: 20, targetResults }], PROVIDER);
      expect(listScheduleMs).toBeGreaterThanOrEqual(boundMs);
      expect(listScheduleMs).toBeLessThan(2 * boundMs);
    }
  });

  test("a target that does not divide evenly is refused", () => {
    expect(() => idealOf([{ keywordCount: 3, targetResults: 100 }], PROVIDER)).toThrow("divide evenly");
  });
});
