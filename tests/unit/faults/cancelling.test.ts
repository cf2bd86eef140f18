import { describe, expect, it } from "vitest";
import { cancelsBite, cancelsKept } from "#tests/faults/checks/cancelling.ts";
import { makeCall, makeEvidence, makeJob, makeRecord, START } from "./evidence.ts";

const taken = (number: number, answeredAt = START + 20) =>
  makeJob(number, { cancelAfterMs: 1, cancel: { isTaken: true, answeredAt } });
const refused = (number: number, answeredAt: number) =>
  makeJob(number, { cancelAfterMs: 1, cancel: { isTaken: false, answeredAt } });
const cancelled = (number: number, tookMs: number, differs = {}) =>
  makeRecord(number, {
    status: "cancelled",
    cancelRequestedAt: START,
    finishedAt: START + tookMs,
    ...differs,
  });

describe("an acknowledged cancel", () => {
  it("passes where it is kept, and where it was refused after the end", () => {
    const jobs = [taken(1), refused(2, START + 31_000), makeJob(3)];
    const records = [cancelled(1, 100), makeRecord(2), makeRecord(3)];
    expect(cancelsKept.find(makeEvidence({ jobs, records }))).toBeNull();
  });

  it("fails where the job went on to another end", () => {
    const failure = cancelsKept.find(makeEvidence({ jobs: [taken(1)], records: [makeRecord(1)] }));
    expect(failure).toEqual({ detail: "struck-1 is completed", jobId: "job-1" });
  });

  it("fails where a job is cancelled that nobody cancelled", () => {
    expect(cancelsKept.find(makeEvidence({ records: [cancelled(1, 100)] }))).toMatchObject({
      jobId: "job-1",
    });
  });

  it("fails where it was refused while the job was open", () => {
    const jobs = [refused(1, START + 29_000)];
    expect(cancelsKept.find(makeEvidence({ jobs, records: [makeRecord(1)] }))?.detail).toContain(
      "while it was open",
    );
  });
});

describe("a cancel that bites", () => {
  const find = (record: ReturnType<typeof cancelled>, differs = {}) =>
    cancelsBite.find(makeEvidence({ jobs: [taken(1)], records: [record], calls: [], ...differs }));

  it("ends the job within the bound", () => {
    expect(find(cancelled(1, 3_000))).toBeNull();
    expect(find(cancelled(1, 3_001))).toMatchObject({ jobId: "job-1" });
    expect(find(cancelled(1, 0, { finishedAt: null }))).not.toBeNull();
  });

  it("counts from what struck its workers last, and from the end of a call that hangs", () => {
    expect(find(cancelled(1, 5_000, { lastStruckAt: START + 3_000 }))).toBeNull();
    const calls = [makeCall({ outcome: "timeout", startedAt: START - 1_000, completedAt: START + 3_000 })];
    expect(find(cancelled(1, 5_000), { calls })).toBeNull();
  });

  it("lets no call start after it, but for one that was at the gate", () => {
    const callAfter = (ms: number) => ({ calls: [makeCall({ startedAt: START + 20 + ms })] });
    expect(find(cancelled(1, 100), callAfter(800))).toBeNull();
    expect(find(cancelled(1, 100), callAfter(900))?.detail).toContain("started 900 ms after");
  });

  it("must come before the end more often than not, and once at least", () => {
    const jobs = [taken(1), refused(2, START), refused(3, START)];
    const records = [cancelled(1, 100), makeRecord(2), makeRecord(3)];
    expect(cancelsBite.find(makeEvidence({ jobs, records }))?.detail).toContain("1 of 3 cancels");
    expect(cancelsBite.find(makeEvidence())?.detail).toContain("0 of 0 cancels");
  });
});
