import { describe, expect, it } from "vitest";
import { deadlinesKept } from "#tests/faults/checks/deadlines.ts";
import type { JobRecord } from "#tests/faults/evidence/index.ts";
import { makeEvidence, makeJob, makeRecord, repeat, START } from "./evidence.ts";

const late = (number: number, tookMs: number, differs: Partial<JobRecord> = {}) =>
  makeRecord(number, {
    status: "partial",
    error: "deadline",
    deadlineAt: START,
    finishedAt: START + tookMs,
    ...differs,
  });
const find = (...records: JobRecord[]) =>
  deadlinesKept.find(
    makeEvidence({ records, jobs: records.map((_, at) => makeJob(at, { deadlineAfterMs: 100 })) }),
  );

it("passes where each ended in time with what it has, or with an error and nothing", () => {
  expect(find(late(0, 1_000), late(1, 900, { status: "error", found: 0, charged: 0 }))).toBeNull();
});

it("passes where one was done before its deadline", () => {
  const done = makeRecord(2, { deadlineAt: START, finishedAt: START - 1 });
  expect(find(late(0, 500), late(1, 500), done)).toBeNull();
});

describe("fails", () => {
  it.each([
    ["it ended before its deadline", { finishedAt: START - 1 }],
    ["it says completed", { status: "completed" }],
    ["it is partial with nothing", { found: 0, charged: 0 }],
    ["tasks are open", { openTasks: 1 }],
    ["creators do not say why", { unexplained: 2 }],
    ["it was charged for more", { charged: 11 }],
    ["it holds something", { held: 3 }],
  ])("where %s", (_, differs) => {
    expect(find(late(0, 500), late(1, 500, differs))).toMatchObject({ jobId: "job-1" });
  });

  it("where one that did not miss it is not completed, or was completed after it", () => {
    const failed = makeRecord(2, { status: "error", error: "no_results", deadlineAt: START + 99_000 });
    expect(find(late(0, 500), late(1, 500), failed)).toMatchObject({ jobId: "job-2" });
    const after = makeRecord(2, { deadlineAt: START, finishedAt: START + 1 });
    expect(find(late(0, 500), late(1, 500), after)).toMatchObject({ jobId: "job-2" });
  });

  it("where too few missed it", () => {
    expect(find(late(0, 500))?.detail).toContain("1 of 1 such jobs missed it, not 2");
  });

  it("where one of few took half as long again as it may", () => {
    expect(find(late(0, 500), late(1, 1_500))).toBeNull();
    expect(find(late(0, 500), late(1, 1_501))).toMatchObject({ jobId: "job-1" });
  });

  it("where of many more than a twentieth took longer than it may, or one three times as long", () => {
    const kept = repeat(20, (at) => late(at, 500));
    expect(find(...kept, late(20, 3_000))).toBeNull();
    expect(find(...kept, late(20, 3_001))).toMatchObject({ jobId: "job-20" });
    expect(find(...kept, late(20, 1_100), late(21, 1_200))).toMatchObject({ jobId: "job-21" });
  });
});
