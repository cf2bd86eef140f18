import { describe, expect, it } from "vitest";
import { enoughDelivered, enoughStruck } from "#tests/faults/checks/striking.ts";
import { makeEvidence } from "./evidence.ts";

const { strikes, messages, provider } = makeEvidence();

describe("deliveries", () => {
  const outages = [1, 2, 3].map((at) => ({ from: at, to: at }));

  it("pass where there are as many as the scale asks for", () => {
    expect(enoughDelivered.find(makeEvidence({ deliveries: 1_500 }))).toBeNull();
    expect(enoughDelivered.find(makeEvidence({ scale: "full", deliveries: 10_000, outages }))).toBeNull();
  });

  it("fail where there are fewer, or Postgres was not restarted often enough", () => {
    expect(enoughDelivered.find(makeEvidence({ deliveries: 1_499 }))).not.toBeNull();
    const few = makeEvidence({ scale: "full", deliveries: 10_000, outages: outages.slice(1) });
    expect(enoughDelivered.find(few)?.detail).toContain("2 restarts, not 3");
  });
});

describe("faults", () => {
  it("pass where each struck as often as planned", () => {
    expect(enoughStruck.find(makeEvidence())).toBeNull();
  });

  it.each([
    ["kills", { kills: 6 }],
    ["runs killed", { killedRuns: 17 }],
    ["stops past the lease", { zombies: 16 }],
    ["runs stopped past their lease", { zombieRuns: 44 }],
    ["connections cut", { cuts: { at_statement: 23, before_commit: 24, after_commit: 24 } }],
    ["connections cut after_commit", { cuts: { at_statement: 60, before_commit: 60, after_commit: 0 } }],
  ])("fail where %s are too few", (what, differs) => {
    const evidence = makeEvidence({ strikes: { ...strikes, ...differs } });
    expect(enoughStruck.find(evidence)?.detail).toMatch(new RegExp(`^${what}:`));
  });

  it.each([
    ["failed publishes", { failedPublishes: 17 }],
    ["dropped messages", { dropped: 7 }],
    ["duplicates", { duplicates: 179, lateDuplicates: 60 }],
    ["late duplicates", { lateDuplicates: 59 }],
  ])("fail where %s are too few", (what, differs) => {
    const evidence = makeEvidence({ messages: { ...messages, ...differs } });
    expect(enoughStruck.find(evidence)?.detail).toMatch(new RegExp(`^${what}:`));
  });

  it("fail where the provider answered too little badly, or not in one of the ways", () => {
    const none = provider.faults.map((fault) => ({ ...fault, count: 1 }));
    const few = makeEvidence({ provider: { ...provider, faults: none } });
    expect(enoughStruck.find(few)?.detail).toMatch(/^bad answers of the provider: 6,/);
    const noHang = provider.faults.map((fault) => ({ ...fault, count: fault.path ? 0 : fault.count }));
    const missing = makeEvidence({ provider: { ...provider, faults: noHang } });
    expect(enoughStruck.find(missing)?.detail).toMatch(/^answers of kind hang: 0,/);
  });

  it("must come closer to the plan in full, where chance weighs less", () => {
    const differs = { strikes: { ...strikes, kills: 8 } };
    expect(enoughStruck.find(makeEvidence(differs))).toBeNull();
    expect(enoughStruck.find(makeEvidence({ ...differs, scale: "full" }))?.detail).toMatch(/^kills: 8,/);
  });
});
