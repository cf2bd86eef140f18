import { describe, expect, it } from "vitest";
import {
  findTooLate,
  findTooLateOfFew,
  type JudgedWait,
  judgeWait,
  tailMax,
} from "#tests/faults/checks/waits.ts";
import { TRANSACTION_IDLE_MAX_MS } from "#tests/faults/settings.ts";
import { makeEvidence, repeat, START } from "./evidence.ts";

const BOUNDS = { boundMs: 2_000, capMs: 6_000, outageCapMs: 16_000 };
const judge = (tookMs: number, differs: Parameters<typeof makeEvidence>[0] = {}) =>
  judgeWait(makeEvidence(differs), { from: START, until: START + tookMs }, BOUNDS);
const stoppedAt = (...afters: number[]) =>
  afters.map((after) => ({ what: "stopped" as const, at: START + after, processId: "1" }));

describe("a wait that nothing held up", () => {
  it.each([
    [2_000, "kept"],
    [2_001, "tail"],
    [6_000, "tail"],
    [6_001, "broken"],
  ])("of %i ms is %s", (tookMs, verdict) => {
    expect(judge(tookMs)).toMatchObject({ verdict, allowedMs: 2_000, excuses: [] });
  });
});

describe("a process that stood still", () => {
  it("excuses what Postgres grants a transaction, each", () => {
    const struck = stoppedAt(-1_900, 500);
    const allowedMs = 2_000 + 2 * TRANSACTION_IDLE_MAX_MS;
    expect(judge(allowedMs, { struck })).toMatchObject({
      verdict: "excused",
      excuses: ["stopped processes"],
    });
    expect(judge(allowedMs + 1, { struck })).toMatchObject({ verdict: "tail", allowedMs });
  });

  it("excuses nothing once it goes on, nor where it was stopped afterwards, or killed, or cut off", () => {
    expect(judge(2_100, { struck: stoppedAt(-2_100, 2_200) }).verdict).toBe("tail");
    const struck = (["killed", "cut"] as const).map((what) => ({ what, at: START + 10, processId: "1" }));
    expect(judge(2_100, { struck }).verdict).toBe("tail");
  });
});

describe("a machine that is late", () => {
  const latenesses = [{ at: START + 1_500, ms: 1_000 }];

  it("excuses as much as it is later than undisturbed", () => {
    const machine = { latenesses, usualShare: 0 };
    expect(judge(2_900, { machine })).toMatchObject({ verdict: "excused", excuses: ["the machine"] });
    expect(judge(3_100, { machine }).verdict).toBe("tail");
  });

  it("excuses nothing where it is as late undisturbed: that is the engine's own load", () => {
    const always = repeat(100, (at) => ({ at: START + 50 * at, ms: 25 }));
    expect(judge(3_000, { machine: { latenesses: always, usualShare: 0.5 } }).verdict).toBe("tail");
    expect(judge(3_000, { machine: { latenesses: always, usualShare: 0 } }).verdict).toBe("excused");
  });

  it("excuses nothing beyond the cap", () => {
    const machine = { latenesses: [{ at: START + 10_000, ms: 10_000 }], usualShare: 0 };
    expect(judge(6_000, { machine }).verdict).toBe("excused");
    expect(judge(6_001, { machine }).verdict).toBe("broken");
  });
});

describe("an outage of Postgres", () => {
  it("lets the bound count from its end", () => {
    const outages = [{ from: START + 1_000, to: START + 5_000 }];
    expect(judge(7_000, { outages })).toMatchObject({ verdict: "excused", excuses: ["an outage"] });
    expect(judge(7_001, { outages })).toMatchObject({ verdict: "tail", allowedMs: 7_000, capMs: 16_000 });
    expect(judge(16_001, { outages }).verdict).toBe("broken");
  });

  it("excuses nothing that was late before it", () => {
    const outages = [{ from: START + 2_500, to: START + 5_000 }];
    expect(judge(5_100, { outages })).toMatchObject({ verdict: "tail", allowedMs: 2_000, capMs: 6_000 });
    expect(judge(2_100, { outages: [{ from: START - 5_000, to: START - 1 }] }).verdict).toBe("tail");
  });
});

describe("many waits", () => {
  const wait = (verdict: JudgedWait["verdict"], tookMs: number): JudgedWait => ({
    tookMs,
    boundMs: 2_000,
    allowedMs: 2_000,
    capMs: 6_000,
    verdict,
    excuses: [],
  });
  const kept = (count: number) => repeat(count, () => wait("kept", 1_000));

  it("may have a twentieth between bound and cap, rounded down", () => {
    expect([19, 20, 39, 40].map(tailMax)).toEqual([0, 1, 1, 2]);
    expect(findTooLate([...kept(19), wait("tail", 5_000)])).toBeUndefined();
    expect(findTooLate([...kept(18), wait("tail", 5_000)])?.tookMs).toBe(5_000);
    const two = [wait("tail", 3_000), wait("tail", 5_000)];
    expect(findTooLate([...kept(37), ...two])?.tookMs).toBe(5_000);
  });

  it("may have none beyond the cap", () => {
    expect(findTooLate([...kept(999), wait("broken", 6_001)])?.tookMs).toBe(6_001);
  });

  it("where they are few, may each take half as long again", () => {
    expect(findTooLateOfFew([...kept(2), wait("tail", 3_000)])).toBeUndefined();
    expect(findTooLateOfFew([...kept(2), wait("tail", 3_001)])?.tookMs).toBe(3_001);
    expect(findTooLateOfFew([...kept(20), wait("tail", 3_001)])).toBeUndefined();
  });
});
