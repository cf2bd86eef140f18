import { describe, expect, it } from "vitest";
import { RunRows } from "#components/run/run-rows.ts";
import { creatorRow } from "./run-row.ts";

const keysOf = (rows: readonly { key: string }[]) => rows.map(({ key }) => key);

describe("the rows of a run", () => {
  it("come as they were found where a page load brings them all at once", () => {
    const run = new RunRows();
    const rows = run.take([
      {
        jobId: "one",
        rows: [
          creatorRow("a", { foundAt: "2026-11-01T00:00:01Z" }),
          creatorRow("b", { foundAt: "2026-11-01T00:00:09Z", position: 2 }),
        ],
      },
      { jobId: "two", rows: [creatorRow("c", { platform: "youtube", foundAt: "2026-11-01T00:00:05Z" })] },
    ]);
    expect(keysOf(rows)).toEqual(["tiktok:a", "youtube:c", "tiktok:b"]);
  });

  it("append, whatever they say of when they were found", () => {
    const run = new RunRows();
    const first = [creatorRow("a", { foundAt: "2026-11-01T00:00:09Z" })];
    run.take([{ jobId: "one", rows: first }]);
    const rows = run.take([
      { jobId: "one", rows: first },
      { jobId: "two", rows: [creatorRow("c", { platform: "youtube", foundAt: "2026-11-01T00:00:01Z" })] },
    ]);
    expect(keysOf(rows)).toEqual(["tiktok:a", "youtube:c"]);
  });

  it("stay the same objects where nothing about them has changed", () => {
    const run = new RunRows();
    const kept = creatorRow("a");
    const [before] = run.take([{ jobId: "one", rows: [kept] }]);
    const [after] = run.take([{ jobId: "one", rows: [kept, creatorRow("b", { position: 2 })] }]);
    expect(after).toBe(before);
    const same = run.take([{ jobId: "one", rows: [] }]);
    expect(keysOf(same)).toEqual(["tiktok:a", "tiktok:b"]);
  });

  it("show a retry's copy of a creator in the place of the first, in whichever order they are told", () => {
    const failed = {
      jobId: "one",
      rows: [creatorRow("a", { state: "failed" }), creatorRow("b", { position: 2 })],
    };
    const mended = { jobId: "two", rows: [creatorRow("a", { state: "enriched" })] };
    const run = new RunRows();
    run.take([failed]);
    const rows = run.take([failed, mended]);
    expect(rows.map(({ key, state, jobId }) => [key, state, jobId])).toEqual([
      ["tiktok:a", "enriched", "two"],
      ["tiktok:b", "enriched", "one"],
    ]);
    const late = {
      jobId: "one",
      rows: [creatorRow("a", { state: "failed" }), creatorRow("b", { position: 2 })],
    };
    expect(run.take([late, mended])[0]).toMatchObject({ state: "enriched", jobId: "two" });
  });
});
