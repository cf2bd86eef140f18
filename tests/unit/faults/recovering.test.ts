import { expect, it } from "vitest";
import { recoveredInTime } from "#tests/faults/checks/recovering.ts";
import { makeEvidence, makeRecovery, repeat, START } from "./evidence.ts";

/** At the campaign's pace: lease and 0.5 s, and 0.5 s for the work; QStash 2 s more. */
const BOUND_MS = { postgres: 2_000, qstash: 4_000 };
const stopped = makeRecovery(1_000, { what: "stopped" });
const find = (recoveries: ReturnType<typeof makeRecovery>[], differs = {}) =>
  recoveredInTime.find(makeEvidence({ recoveries, ...differs }));

it.each(["postgres", "qstash"] as const)(
  "passes where all was got over within the bound on %s",
  (transport) => {
    expect(find([makeRecovery(BOUND_MS[transport]), stopped], { transport })).toBeNull();
    expect(find([makeRecovery(BOUND_MS[transport] + 1), stopped], { transport })).not.toBeNull();
  },
);

it("passes with a tail of a twentieth, below the cap", () => {
  const kept = repeat(38, () => makeRecovery(1_500));
  expect(find([...kept, stopped, makeRecovery(6_000)])).toBeNull();
  expect(find([...kept, stopped, makeRecovery(6_001)])).toMatchObject({ jobId: "job-1" });
  const three = repeat(3, () => makeRecovery(2_100));
  expect(find([...kept, stopped, ...three])?.detail).toContain("2100 ms, not 2000");
});

it("judges stopped processes and cut connections by the same bound", () => {
  expect(find([makeRecovery(1_000), { ...stopped, recoveredAt: stopped.lostAt + 2_500 }])).not.toBeNull();
  expect(find([makeRecovery(1_000), stopped, makeRecovery(2_500, { what: "cut" })])).not.toBeNull();
});

it("fails where one never came back, however many did", () => {
  const lost = makeRecovery(0, { recoveredAt: null });
  expect(find([...repeat(100, () => makeRecovery(1_000)), stopped, lost])?.detail).toContain(
    "never came back",
  );
});

it("fails where too few were there to be judged", () => {
  expect(find([])).not.toBeNull();
  expect(find([stopped])?.detail).toContain("0 runs of processes that were killed");
  expect(find([makeRecovery(1_000)])?.detail).toContain("0 runs of processes that were stopped");
  const nine = [...repeat(9, () => makeRecovery(1_000)), ...repeat(10, () => stopped)];
  expect(find(nine, { scale: "full" })?.detail).toContain("9 runs of processes that were killed, not 10");
});

it("tells what was struck meanwhile", () => {
  const struck = [{ what: "killed", at: START + 10_500, processId: "77" }];
  expect(find([makeRecovery(7_000), stopped], { struck })?.detail).toContain("77 killed at 500 ms");
});
