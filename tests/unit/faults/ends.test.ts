import { describe, expect, it } from "vitest";
import { findingsEqual, nothingFailed, nothingLost } from "#tests/faults/checks/ends.ts";
import { makeEvidence, makeJob, makeRecord } from "./evidence.ts";

describe("nothing is lost", () => {
  it("passes where each acknowledged search is there once, whatever else is", () => {
    const records = [makeRecord(1), makeRecord(2, { id: "of-before", key: "calm-1" })];
    expect(nothingLost.find(makeEvidence({ records }))).toBeNull();
  });

  it("fails where one is not there, is another, or was made twice", () => {
    expect(nothingLost.find(makeEvidence({ records: [] }))).toMatchObject({
      detail: expect.stringContaining("job 1"),
    });
    expect(nothingLost.find(makeEvidence({ records: [makeRecord(1, { id: "other" })] }))).not.toBeNull();
    const twice = [makeRecord(1), makeRecord(1, { id: "twin" })];
    expect(nothingLost.find(makeEvidence({ records: twice }))?.detail).toContain("2 are there");
  });
});

describe("nothing fails for good", () => {
  it("passes where each job that was left alone is completed", () => {
    const jobs = [makeJob(1), makeJob(2, { cancelAfterMs: 1 }), makeJob(3, { deadlineAfterMs: 1 })];
    const records = [
      makeRecord(1),
      makeRecord(2, { status: "cancelled" }),
      makeRecord(3, { status: "partial" }),
    ];
    expect(nothingFailed.find(makeEvidence({ jobs, records }))).toBeNull();
  });

  it.each(["partial", "error", "cancelled", "enriching"])("fails where one is %s", (status) => {
    const records = [makeRecord(1, { status })];
    expect(nothingFailed.find(makeEvidence({ records }))).toMatchObject({ jobId: "job-1" });
  });

  it("fails where no job was left alone", () => {
    expect(nothingFailed.find(makeEvidence({ jobs: [makeJob(1, { cancelAfterMs: 1 })] }))).not.toBeNull();
  });
});

describe("what was found", () => {
  const lines = ["tiktok 1 a@example.com", "tiktok 2 "];
  const undisturbed = new Map([[1, lines]]);
  const find = (found: readonly string[], jobs = [makeJob(1)]) =>
    findingsEqual.find(makeEvidence({ jobs, undisturbed, found: new Map([[1, found]]) }));

  it("passes where it is the same, in whatever order", () => {
    expect(find(lines.toReversed())).toBeNull();
  });

  it("fails where a creator or an e-mail is missing or added", () => {
    expect(find(lines.slice(1))?.detail).toContain("1 missing, 0 more");
    expect(find([...lines, "tiktok 3 "])?.detail).toContain("0 missing, 1 more");
    expect(find(["tiktok 1 ", "tiktok 2 "])?.detail).toContain("1 missing, 1 more");
    expect(findingsEqual.find(makeEvidence({ undisturbed, found: new Map() }))).not.toBeNull();
  });

  it("fails where nothing was to be found, or no job was certain to find it", () => {
    expect(findingsEqual.find(makeEvidence({ undisturbed: new Map(), found: new Map() }))).not.toBeNull();
    expect(find(lines, [makeJob(1, { isExhaustive: false })])).not.toBeNull();
    expect(find(lines, [makeJob(1, { cancelAfterMs: 1 })])).not.toBeNull();
  });
});
