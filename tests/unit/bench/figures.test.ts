import { existsSync, mkdtempSync, readFileSync } from "node:fs";
import { tmpdir } from "node:os";
import path from "node:path";
import { describe, expect, test } from "vitest";
import { DistinctKeywords } from "#tests/bench/shared/keywords.ts";
import { isKept, once, repeated } from "#tests/bench/shared/measure.ts";
import {
  formatTable,
  removeReport,
  reportFileOf,
  toEntries,
  writeReport,
} from "#tests/bench/shared/report.ts";
import { median, percentile, slope } from "#tests/bench/shared/stats.ts";

describe("figures", () => {
  test("percentiles are values of the list, by nearest rank", () => {
    const values = [5, 1, 4, 2, 3];
    expect([0.5, 0.95, 1].map((share) => percentile(values, share))).toEqual([3, 5, 5]);
    expect(values).toEqual([5, 1, 4, 2, 3]);
    expect(() => percentile([], 0.5)).toThrow("no values");
  });

  test("the median of an even number of values is between the middle two", () => {
    expect(median([4, 1, 3, 2])).toBe(2.5);
    expect(median([7])).toBe(7);
  });

  test("the slope is the change a step", () => {
    expect(slope([1, 3, 5, 7])).toBe(2);
    expect(slope([4, 4, 4])).toBe(0);
    expect(slope([9])).toBe(0);
  });
});

describe("the report", () => {
  const measure = {
    metric: "wall over ideal",
    unit: "ratio",
    bar: { atMost: 1.15 },
    detail: { why: "calls" },
  };

  test("of repetitions the median counts; all of them are told", () => {
    const [entry] = toEntries("fanout", [repeated({ ...measure, values: [1.3, 1.1, 1.12] })], false);
    expect(entry).toEqual({
      name: "fanout",
      metric: "wall over ideal",
      value: 1.12,
      bar: "<= 1.15",
      pass: true,
      detail: { unit: "ratio", repetitions: 3, min: 1.1, max: 1.3, values: [1.3, 1.1, 1.12], why: "calls" },
    });
  });

  test("a missed bar is told as such", () => {
    const entries = toEntries("fanout", [once({ ...measure, value: 1.2 })], false);
    expect(entries[0]?.pass).toBe(false);
    expect(formatTable(entries)).toContain("MISSED");
  });

  test("a quick run never passes, and says so", () => {
    const entries = toEntries("fanout", [once({ ...measure, value: 1 })], true);
    expect(entries[0]).toMatchObject({ pass: null, detail: { quick: true } });
    expect(formatTable(entries)).toContain("quick, not judged");
  });

  test("a quick run leaves the figures of a full one alone, and a new run takes the old ones away", () => {
    const folder = mkdtempSync(path.join(tmpdir(), "shoal-report-"));
    const [full, quick] = [false, true].map((isQuick) => reportFileOf(folder, "fanout", isQuick));
    if (full === undefined || quick === undefined) throw new Error("no file");
    const entries = toEntries("fanout", [once({ ...measure, value: 1 })], false);
    writeReport(full, entries);
    writeReport(quick, []);
    expect(JSON.parse(readFileSync(full, "utf8"))).toEqual(entries);
    removeReport(full);
    removeReport(full);
    expect([existsSync(full), existsSync(quick)]).toEqual([false, true]);
  });

  test("bars are kept at their edge where they include it", () => {
    expect(isKept(2, { atMost: 2 })).toBe(true);
    expect(isKept(2, { atLeast: 2 })).toBe(true);
    expect(isKept(2, { below: 2 })).toBe(false);
    expect(isKept(2, null)).toBe(null);
  });
});

test("no two keywords lead to the same creators", () => {
  const keywords = new DistinctKeywords(600).take(500);
  expect(new Set(keywords).size).toBe(500);
});
