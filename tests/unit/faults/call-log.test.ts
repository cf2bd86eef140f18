import { describe, expect, it } from "vitest";
import { callsLogged } from "#tests/faults/checks/call-log.ts";
import type { Evidence } from "#tests/faults/checks/check.ts";
import { makeAnswer, makeCall, makeEvidence, makeRecord, repeat, START } from "./evidence.ts";

const find = (differs: Partial<Evidence>) => callsLogged.find(makeEvidence(differs));
const answers = (count: number, differs = {}) => repeat(count, () => makeAnswer(differs));
const calls = (count: number, differs = {}) => repeat(count, () => makeCall(differs));

describe("the log of calls", () => {
  it("passes where it says what the provider answered", () => {
    expect(find({})).toBeNull();
    const providerCalls = [...answers(90), ...answers(5, { status: 429 }), ...answers(5, { status: null })];
    const logged = [
      ...calls(90),
      ...calls(5, { outcome: "rate_limited" }),
      ...calls(5, { outcome: "timeout" }),
    ];
    expect(find({ providerCalls, calls: logged })).toBeNull();
  });

  it("tells searches and creators apart, by whatever name they are asked for", () => {
    const profile = makeAnswer({ path: "/v1/youtube/channel", query: { channelId: "c1" } });
    const providerCalls = [...answers(100), profile];
    expect(
      find({ providerCalls, calls: [...calls(100), makeCall({ unit: "youtube profile c1" })] }),
    ).toBeNull();
    expect(find({ providerCalls, calls: calls(101) })).not.toBeNull();
  });

  it.each([
    ["a call is not logged", { calls: calls(99) }],
    ["a call is logged as answered well that never came", { calls: calls(101) }],
    ["one is left as started", { calls: [...calls(99), makeCall({ outcome: "started" })] }],
    [
      "a bad answer is logged as a good one",
      { providerCalls: [...answers(99), ...answers(1, { status: 500 })] },
    ],
    [
      "a good one is logged as one that never came",
      { calls: [...calls(99), makeCall({ outcome: "timeout" })] },
    ],
  ])("fails where %s", (_, differs) => {
    expect(find(differs)).not.toBeNull();
  });
});

describe("what the log does not know", () => {
  it.each(["unknown", "network", "cancelled"])("fails where all is %s", (outcome) => {
    expect(find({ calls: calls(100, { outcome }) })?.detail).toContain("0 calls are logged as answered well");
  });

  it("fails where there was no call at all", () => {
    expect(find({ calls: [], providerCalls: [] })).not.toBeNull();
  });

  it.each([
    ["unknown", { completedAt: null }],
    ["network", {}],
    ["cancelled", {}],
  ])("fails where something is %s that nothing struck", (outcome, differs) => {
    const some = [...calls(98), ...calls(2, { outcome, ...differs })];
    expect(find({ calls: some })?.detail).toContain(`2 × ${outcome} though nothing struck them`);
  });

  const unknown = makeCall({ outcome: "unknown", completedAt: null });
  const some = [...calls(98), unknown, unknown];
  const struck = (what: "killed" | "stopped" | "cut", afterMs: number, processId = unknown.processId) =>
    find({ calls: some, struck: [{ what, at: unknown.startedAt + afterMs, processId }] });

  it("passes where its process was killed or stopped as it may have been under way", () => {
    expect(struck("killed", 20)).toBeNull();
    expect(struck("stopped", 4_900)).toBeNull();
    expect(struck("killed", -200)).not.toBeNull();
    expect(struck("killed", 5_100)).not.toBeNull();
    expect(struck("killed", 20, "other")).not.toBeNull();
  });

  it("passes where its connection was cut as it began", () => {
    expect(struck("cut", 20)).toBeNull();
    expect(struck("cut", 2_000)).not.toBeNull();
  });

  it("passes where Postgres was gone", () => {
    expect(find({ calls: some, outages: [{ from: START, to: START + 2_000 }] })).toBeNull();
    expect(find({ calls: some, outages: [{ from: START + 9_000, to: START + 12_000 }] })).not.toBeNull();
  });

  it("passes where each that broke off had its answer cut off, and not one more", () => {
    const broken = [...calls(97), ...calls(3, { outcome: "network" })];
    const cutOff = (count: number) => [...answers(100 - count), ...answers(count, { isCutOff: true })];
    expect(find({ calls: broken, providerCalls: cutOff(3) })).toBeNull();
    expect(find({ calls: broken, providerCalls: cutOff(2) })?.detail).toContain("1 × network");
  });

  it("passes where a call was given up for a job that was cancelled, or whose lease was lost", () => {
    const givenUp = [...calls(98), ...calls(2, { outcome: "cancelled" })];
    expect(find({ calls: givenUp, records: [makeRecord(1, { cancelRequestedAt: START })] })).toBeNull();
    expect(find({ calls: givenUp, records: [makeRecord(1, { error: "deadline" })] })).toBeNull();
    const stopped = [{ what: "stopped" as const, at: START - 500, processId: "100" }];
    expect(find({ calls: givenUp, struck: stopped })).toBeNull();
  });
});
