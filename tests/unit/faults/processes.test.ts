import { describe, expect, it } from "vitest";
import { noneEndedByItself, webUnharmed } from "#tests/faults/checks/processes.ts";
import { makeEvidence } from "./evidence.ts";

describe("the processes that are struck", () => {
  it("pass where they ended by kills alone", () => {
    expect(noneEndedByItself.find(makeEvidence())).toBeNull();
  });

  it("fail where one ended by itself, however often others were killed", () => {
    const processes = [
      { name: "one", ownEnds: [] },
      { name: "two", ownEnds: ["code 1"] },
    ];
    expect(noneEndedByItself.find(makeEvidence({ processes }))?.detail).toContain(
      "two ended by itself (code 1)",
    );
    expect(noneEndedByItself.find(makeEvidence({ processes: [] }))).not.toBeNull();
  });
});

describe("the server that answers users", () => {
  it.each(["code 0", "code 143"])("passes where it ends with %s", (end) => {
    expect(webUnharmed.find(makeEvidence({ web: { wasAlive: true, end } }))).toBeNull();
  });

  it.each([
    [true, "signal SIGKILL"],
    [true, "code 1"],
    [false, "code 0"],
  ])("fails where it lived: %s, and ended with %s", (wasAlive, end) => {
    expect(webUnharmed.find(makeEvidence({ web: { wasAlive, end } }))).not.toBeNull();
  });
});
