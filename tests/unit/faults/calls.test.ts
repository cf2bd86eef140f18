import { expect, it } from "vitest";
import { outsideTransactions } from "#tests/faults/checks/calls.ts";
import { makeCall, makeEvidence, repeat, START } from "./evidence.ts";

const hang = (action: string, at: number) =>
  makeCall({ action, outcome: "timeout", startedAt: START + at * 10_000, processId: "7" });
const calls = [...repeat(10, (at) => hang("search", at)), hang("profile", 20)];
const transaction = (at: number, differs = {}) => ({
  processId: "7",
  since: START + at * 10_000 - 100,
  query: "update job_tasks",
  ...differs,
});
const find = (differs: Parameters<typeof makeEvidence>[0]) =>
  outsideTransactions.find(makeEvidence({ calls, ...differs }));

it("passes where no transaction stood still around a call that hung", () => {
  expect(find({})).toBeNull();
  expect(find({ transactions: [transaction(1, { processId: "8" }), transaction(2.5)] })).toBeNull();
});

it("fails where more than one call in ten had one", () => {
  expect(find({ transactions: [transaction(1)] })).toBeNull();
  const failure = find({ transactions: [transaction(1), transaction(2)] });
  expect(failure).toMatchObject({
    detail: expect.stringContaining("2 of 10 calls (search)"),
    jobId: "job-1",
  });
});

it("judges profiles by themselves", () => {
  expect(find({ transactions: [transaction(20)] })?.detail).toContain("1 of 1 calls (profile)");
});

it("passes over the transactions of a process that was stopped", () => {
  const struck = [{ what: "stopped" as const, at: START + 200_000 - 500, processId: "7" }];
  expect(find({ transactions: [transaction(20)], struck })).toBeNull();
});

it("fails where no search, or no profile, hung", () => {
  expect(find({ calls: [hang("search", 1)] })?.detail).toContain("no profile hung");
  expect(find({ calls: [makeCall()] })?.detail).toContain("no search hung");
});
