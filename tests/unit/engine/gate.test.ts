import { describe, expect, it } from "vitest";
import { judge } from "#lib/search-engine/v2/core/provider-gate.ts";
import type { CallStart } from "#lib/services/index.ts";

const LIMITS = { parallelMax: 3, callsPerSecondMax: 10, spendCapPerJob: 100, spendCapPerDay: 1_000 };
const OPEN_GATE = {
  blockedForMs: 0,
  closedReason: null,
  isClosed: false,
  stoppedReason: null,
  isStopped: false,
  spendToday: 0,
};

function call(id: string, jobId: string | null = "job", cost = 1): CallStart {
  return {
    id,
    provider: "vendor",
    action: "search",
    reason: null,
    accountId: null,
    userId: null,
    jobId,
    taskId: null,
    leaseToken: null,
    timeoutMs: 1_000,
    cost,
  };
}

const asker = (id: string, change: object = {}) => ({
  id,
  isLeaseAlive: true,
  isJobClosed: false,
  jobCredits: 0,
  ...change,
});

interface Scene {
  calls?: CallStart[];
  gate?: Partial<typeof OPEN_GATE> | { closedReason: string; isClosed: true };
  inFlight?: number;
  startedLately?: number;
  oldestAgeMs?: number;
  asker?: object;
  limits?: Partial<typeof LIMITS>;
}

function verdicts(scene: Scene) {
  const { calls = [call("a")], gate = {}, asker: change = {}, limits = {} } = scene;
  const { inFlight = 0, startedLately = 0, oldestAgeMs = 0 } = scene;
  const requesters = calls.map(({ id }) => asker(id, change));
  const seen = { gate: { ...OPEN_GATE, ...gate }, inFlight, requesters, startedLately, oldestAgeMs };
  return judge("vendor", calls, seen, { ...LIMITS, ...limits });
}

const refused = (kind: string, retryAfterMs: number | null = null) => ({
  verdict: "refused",
  error: { provider: "vendor", kind, retryAfterMs },
});

describe("judge", () => {
  it.each<{ name: string; scene: Scene; expected: object }>([
    { name: "a call while there is room", scene: {}, expected: { verdict: "open" } },
    {
      name: "one whose lease is gone",
      scene: { asker: { isLeaseAlive: false } },
      expected: refused("cancelled"),
    },
    {
      name: "one whose job is cancelled or has ended",
      scene: { asker: { isJobClosed: true } },
      expected: refused("cancelled"),
    },
    {
      name: "one at a closed gate",
      scene: { gate: { isClosed: true } },
      expected: refused("gate_closed", 30_000),
    },
    {
      name: "one while all calls are stopped",
      scene: { gate: { isStopped: true } },
      expected: refused("gate_closed", 30_000),
    },
    {
      name: "one beyond the day's cap",
      scene: { gate: { spendToday: 1_000 } },
      expected: refused("gate_closed", 30_000),
    },
    {
      name: "one beyond the job's cap",
      scene: { asker: { jobCredits: 100 } },
      expected: refused("spend_cap"),
    },
    {
      name: "one while the provider asked for a pause",
      scene: { gate: { blockedForMs: 700 } },
      expected: { verdict: "wait", afterMs: 700, isFull: false },
    },
    {
      name: "one that comes too early",
      scene: { startedLately: 10, oldestAgeMs: 1_050 },
      expected: { verdict: "wait", afterMs: 50, isFull: false },
    },
    {
      name: "one that finds all places taken",
      scene: { inFlight: 3 },
      expected: { verdict: "wait", isFull: true },
    },
    {
      name: "one of a closed job at a closed gate: the job decides",
      scene: { asker: { isJobClosed: true }, gate: { isClosed: true } },
      expected: refused("cancelled"),
    },
  ])("$name", ({ scene, expected }) => {
    expect(verdicts(scene)).toMatchObject([expected]);
  });

  it("says what closed the gate", () => {
    const [byAll] = verdicts({ gate: { isStopped: true } });
    expect(byAll).toMatchObject({ error: { message: "All paid calls are stopped." } });
    const [byVendor] = verdicts({ gate: { isClosed: true, closedReason: "Out of credit." } });
    expect(byVendor).toMatchObject({ error: { message: "Out of credit." } });
  });

  const kinds = (scene: Scene) => verdicts(scene).map(({ verdict }) => verdict);
  const three = [call("a"), call("b"), call("c")];

  it("counts the calls of one batch as if they came one after the other", () => {
    expect(kinds({ calls: three, inFlight: 1 })).toEqual(["open", "open", "wait"]);
    expect(kinds({ calls: three, startedLately: 8 })).toEqual(["open", "open", "wait"]);
    expect(kinds({ calls: three, gate: { spendToday: 998 } })).toEqual(["open", "open", "refused"]);
    expect(kinds({ calls: three, asker: { jobCredits: 98 } })).toEqual(["open", "open", "refused"]);
  });

  it("counts each job's spend apart, and a call's real price", () => {
    const calls = [call("a", "one", 60), call("b", "one", 60), call("c", "two", 60), call("d", null, 600)];
    expect(kinds({ calls, limits: { parallelMax: 9, spendCapPerJob: 100 } })).toEqual([
      "open",
      "refused",
      "open",
      "refused",
    ]);
  });

  it("one that is refused takes no place from the next", () => {
    const requesters = [asker("a", { isLeaseAlive: false }), asker("b")];
    const seen = { gate: OPEN_GATE, inFlight: 2, requesters, startedLately: 9, oldestAgeMs: 0 };
    expect(judge("vendor", [call("a"), call("b")], seen, LIMITS).map(({ verdict }) => verdict)).toEqual([
      "refused",
      "open",
    ]);
  });

  it("a call that the database did not report on is refused", () => {
    const seen = { gate: OPEN_GATE, inFlight: 0, requesters: [], startedLately: 0, oldestAgeMs: 0 };
    expect(judge("vendor", [call("a")], seen, LIMITS)).toMatchObject([refused("cancelled")]);
  });
});
