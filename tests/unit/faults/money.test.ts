import { describe, expect, it } from "vitest";
import { balancesExact, chargedOnce } from "#tests/faults/checks/money.ts";
import { makeEvidence, makeRecord } from "./evidence.ts";

describe("charges", () => {
  it("pass where each creator is charged once", () => {
    expect(chargedOnce.find(makeEvidence())).toBeNull();
  });

  it.each([
    ["a creator is charged twice", { charged: 11 }],
    ["one is not charged", { charged: 9 }],
    ["something is still held", { held: 1 }],
  ])("fail where %s", (_, differs) => {
    const records = [makeRecord(1, differs)];
    expect(chargedOnce.find(makeEvidence({ records }))).toMatchObject({ jobId: "job-1" });
  });

  it("fail where nothing was charged at all", () => {
    const records = [makeRecord(1, { found: 0, charged: 0 })];
    expect(chargedOnce.find(makeEvidence({ records }))).not.toBeNull();
  });
});

describe("balances", () => {
  const balance = { account: "a", granted: 100, delivered: 10, available: 90, held: 0, entries: 90 };

  it("pass where what is left is what was granted less what was delivered", () => {
    expect(balancesExact.find(makeEvidence({ balances: [balance] }))).toBeNull();
  });

  it.each([
    ["too much is left", { available: 91, entries: 91 }],
    ["too little is left", { available: 89, entries: 89 }],
    ["the ledger adds up to something else", { entries: 89 }],
    ["something is held", { held: 5 }],
    ["nothing was granted", { granted: 0, delivered: 0, available: 0, entries: 0 }],
  ])("fail where %s", (_, differs) => {
    const balances = [{ ...balance, ...differs }];
    expect(balancesExact.find(makeEvidence({ balances }))).not.toBeNull();
  });
});
