import { describe, expect, it } from "vitest";
import { readFaultOptions } from "#tests/faults/options.ts";

describe("the options of a campaign", () => {
  it("are a new seed, both transports and the small scale, unless they are given", () => {
    expect(readFaultOptions([])).toMatchObject({ transports: ["postgres", "qstash"], scale: "small" });
    const given = ["--seed", "7", "--transport", "qstash", "--scale", "full"];
    expect(readFaultOptions(given)).toEqual({ seed: 7, transports: ["qstash"], scale: "full" });
    expect(readFaultOptions(["--help"])).toBeNull();
  });

  it.each([
    [["--seed", ""], "--seed must be a whole number from 0 to 4294967295"],
    [["--seed", "0x10"], "--seed must be"],
    [["--seed", "1e2"], "--seed must be"],
    [["--seed", "4294967296"], "--seed must be"],
    [["--transport", "kafka"], '--transport must be postgres or qstash, not "kafka".'],
    [["--scale", "huge"], '--scale must be small or full, not "huge".'],
    [["--sede", "1"], "--sede"],
    [["full"], "full"],
  ])("are refused where they are %j", (argv, message) => {
    expect(() => readFaultOptions(argv)).toThrow(message);
  });
});
