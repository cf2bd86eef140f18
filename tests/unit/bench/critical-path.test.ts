import { describe, expect, test } from "vitest";
import { criticalPathOf, type PathCall, type PathTask } from "#tests/bench/shared/critical-path.ts";

const PARALLEL_MAX = 2;
const JOB = { sentAtMs: 0, createdAtMs: 5, startedAtMs: 25, finishedAtMs: 1_000 };
const search: PathTask = {
  id: "search",
  kind: "search",
  createdAtMs: 5,
  claimedAtMs: 35,
  finishedAtMs: 800,
  foundBy: null,
};
const batch: PathTask = {
  id: "batch",
  kind: "enrich",
  createdAtMs: 520,
  claimedAtMs: 550,
  finishedAtMs: 990,
  foundBy: "search",
};
const call = (taskId: string | null, startedAtMs: number, endedAtMs: number): PathCall => ({
  taskId,
  startedAtMs,
  endedAtMs,
});
const pathOf = (tasks: PathTask[], calls: PathCall[]) =>
  criticalPathOf({ job: JOB, tasks, calls }, PARALLEL_MAX);
const sumOf = (path: object) => Object.values(path).reduce((total, ms) => total + ms, 0);

describe("what a job waited for", () => {
  test("is followed back from the batch that ended last to the page that found its creators", () => {
    const calls = [
      // Two pages; a third one that the batch did not wait for.
      call("search", 40, 240),
      call("search", 300, 510),
      call("search", 560, 790),
      // Of the batch, the second waits until one of the two places is free again.
      call("batch", 560, 700),
      call("batch", 790, 960),
    ];
    const path = pathOf([search, batch], calls);
    expect(path).toEqual({
      dispatch: 5,
      slot: 20,
      claims: 10 + 30,
      // Both places were taken from 560 to 700.
      callsUnderWay: 140,
      gate: 5 + 60 + 10 + 90,
      provider: 200 + 210 + 170,
      saving: 10 + 30,
      end: 10,
    });
    expect(sumOf(path)).toBe(1_000);
  });

  test("calls of other jobs take places, too", () => {
    const calls = [call(null, 10, 100), call(null, 20, 90), call("search", 95, 700)];
    expect(pathOf([search], calls)).toMatchObject({
      claims: 0,
      callsUnderWay: 10 + 55,
      gate: 5,
      provider: 605,
      saving: 100,
    });
  });

  test("a batch that came from the cache called nobody", () => {
    const path = pathOf([search, batch], [call("search", 40, 510)]);
    expect(path).toMatchObject({ provider: 470, saving: 10 + 440, callsUnderWay: 0 });
    expect(sumOf(path)).toBe(1_000);
  });
});
