import { expect, it } from "vitest";
import { allEnded } from "#tests/faults/checks/calm.ts";
import { CALM_AT, makeCall, makeEvidence, makeRecord } from "./evidence.ts";

/** A job whose undisturbed length is 5 s, of 15 s for all. */
const find = (endedAfterMs: number, differs = {}, record = {}) =>
  allEnded.find(
    makeEvidence({ records: [makeRecord(1, { finishedAt: CALM_AT + endedAfterMs, ...record })], ...differs }),
  );

it("passes where each ended within the bound and its undisturbed length", () => {
  expect(find(7_000)).toBeNull();
  expect(find(7_001)).toMatchObject({ jobId: "job-1", detail: expect.stringContaining("7001 ms, not 7000") });
  expect(find(9_000, { transport: "qstash" })).toBeNull();
});

it("grants a job that had not begun the length of the whole run", () => {
  expect(find(17_000, {}, { startedAt: CALM_AT + 1 })).toBeNull();
  expect(find(17_001, {}, { startedAt: null })).not.toBeNull();
});

it("counts from the end of a call that hung, if it began under fire", () => {
  const hung = { outcome: "timeout", completedAt: CALM_AT + 3_000 };
  expect(find(10_000, { calls: [makeCall({ ...hung, startedAt: CALM_AT - 1_000 })] })).toBeNull();
  expect(find(10_000, { calls: [makeCall({ ...hung, startedAt: CALM_AT + 1 })] })).not.toBeNull();
});

it("excuses a machine that is late, but nothing beyond I6 as it stands", () => {
  const machine = { latenesses: [{ at: CALM_AT + 60_000, ms: 60_000 }], usualShare: 0 };
  expect(find(21_000, { machine })).toBeNull();
  expect(find(21_001, { machine })).not.toBeNull();
});

it("fails where one had not ended, and tells its history", () => {
  const differs = { haveAllEnded: false, openHistory: ["Job job-1", "claimed"] };
  expect(find(1_000, differs)?.detail).toContain("claimed");
});

it("fails where none was open by then", () => {
  expect(find(-1)?.detail).toContain("nothing is shown");
});
