import { expect, it } from "vitest";
import { readTruly } from "#tests/faults/checks/reading.ts";
import { makeEvidence } from "./evidence.ts";

const FOLLOWED = {
  jobId: "job-1",
  violation: null,
  rows: 10,
  counts: { polls: 20, unchanged: 10, wholeReads: 3 },
};
const find = (differs: Partial<Omit<typeof FOLLOWED, "violation">> & { violation?: string }) =>
  readTruly.find(makeEvidence({ followed: [{ ...FOLLOWED, ...differs }] }));

it("passes where nobody was deceived", () => {
  expect(find({})).toBeNull();
});

it("fails with what deceived whom", () => {
  expect(find({ violation: "version 2 after 3" })).toEqual({ detail: "version 2 after 3", jobId: "job-1" });
});

it.each([
  ["no row was shown", { rows: 0 }],
  ["no poll found nothing new", { counts: { ...FOLLOWED.counts, unchanged: 0 } }],
  ["all was read at the end only", { counts: { ...FOLLOWED.counts, wholeReads: 1 } }],
])("fails where %s", (_, differs) => {
  expect(find(differs)?.detail).toContain("nothing is shown");
});

it("fails where nobody followed a job", () => {
  expect(readTruly.find(makeEvidence())).not.toBeNull();
});
