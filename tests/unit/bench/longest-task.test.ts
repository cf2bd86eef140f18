import { describe, expect, it } from "vitest";
import { longestOf } from "#tests/bench/ui/longest-task.ts";

const MAIN = { pid: 1, tid: 1 };
const mark = (name: string, ts: number) => ({ name, ph: "I", ts, ...MAIN });
const done = (name: string, ts: number, dur: number, thread = MAIN) => ({
  name,
  ph: "X",
  ts,
  dur,
  ...thread,
});

describe("the longest task of a trace", () => {
  it("is that of the page's own thread between the marks, with what it did", () => {
    const longest = longestOf([
      done("RunTask", 0, 90_000),
      mark("bench-begin", 100_000),
      done("RunTask", 110_000, 4_000),
      done("RunTask", 120_000, 9_500),
      done("FunctionCall", 120_100, 3_000),
      done("FunctionCall", 124_000, 1_000),
      done("Layout", 126_000, 2_000),
      done("Paint", 140_000, 500),
      done("RunTask", 130_000, 50_000, { pid: 1, tid: 2 }),
      mark("bench-end", 150_000),
      done("RunTask", 160_000, 80_000),
    ]);
    expect(longest).toEqual({ ms: 9.5, parts: { FunctionCall: 4, Layout: 2 } });
  });

  it("is none where the page was not watched", () => {
    expect(() => longestOf([done("RunTask", 0, 1)])).toThrow("no marks");
    expect(() => longestOf([mark("bench-begin", 1), mark("bench-end", 2)])).toThrow("no tasks");
  });
});
