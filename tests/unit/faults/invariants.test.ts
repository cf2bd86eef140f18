import { describe, expect, it } from "vitest";
import { emptyAtEnd, emptyLive, noDrift } from "#tests/faults/checks/invariants.ts";
import { CALM_AT, makeEvidence } from "./evidence.ts";

const VIOLATION = { rule: "I2 job", jobId: "job-1", subject: "job-1", details: { counted: 1 } };

describe("the looks while jobs run", () => {
  it("pass where all were empty", () => {
    expect(emptyLive.find(makeEvidence())).toBeNull();
  });

  it("fail with the first violation, and where nobody looked", () => {
    const violations = [VIOLATION];
    const failure = { detail: 'I2 job: job-1 {"counted":1}', jobId: "job-1" };
    expect(emptyLive.find(makeEvidence({ looks: { count: 9, violations } }))).toEqual(failure);
    expect(emptyLive.find(makeEvidence({ looks: { count: 0, violations: [] } }))).not.toBeNull();
  });
});

describe("the look at the end", () => {
  it("passes where it is empty, and fails with a violation", () => {
    expect(emptyAtEnd.find(makeEvidence())).toBeNull();
    expect(emptyAtEnd.find(makeEvidence({ violationsAtEnd: [VIOLATION] }))).toMatchObject({ jobId: "job-1" });
  });
});

describe("the sweeper's recounts", () => {
  it("pass where they went on and found nothing", () => {
    expect(noDrift.find(makeEvidence())).toBeNull();
  });

  it("fail where they found a drift", () => {
    const recounts = { drifts: [VIOLATION], lastAt: CALM_AT };
    expect(noDrift.find(makeEvidence({ recounts }))).not.toBeNull();
  });

  it("fail where none had succeeded for long: what throws each time finds nothing either", () => {
    const recounts = { drifts: [], lastAt: CALM_AT - 11_000 };
    expect(noDrift.find(makeEvidence({ recounts }))?.detail).toContain("11000 ms before the last fault");
  });
});
