import { setImmediate as turn } from "node:timers/promises";
import { describe, expect, it } from "vitest";
import { coalesce } from "#lib/search-engine/v2/core/coalesce.ts";

/** Flushes that end when told, and the batches that they were given. */
function controlled() {
  const batches: number[][] = [];
  const ends: (() => void)[] = [];
  const double = coalesce<number, number>(async (inputs) => {
    batches.push(inputs);
    await new Promise<void>((resolve) => ends.push(resolve));
    return inputs.map((input) => input * 2);
  }, 3);
  return { batches, double, end: () => ends.shift()?.() };
}

describe("coalesce", () => {
  it("gives each call its own answer, from one flush for those of a turn", async () => {
    const { batches, double, end } = controlled();
    const answers = Promise.all([double(1), double(2), double(3)]);
    await turn();
    expect(batches).toEqual([[1, 2, 3]]);
    end();
    expect(await answers).toEqual([2, 4, 6]);
  });

  it("gathers the next batch while one is under way, none larger than allowed", async () => {
    const { batches, double, end } = controlled();
    const answers = [double(1)];
    await turn();
    answers.push(...[2, 3, 4, 5].map(double));
    await turn();
    expect(batches).toEqual([[1]]);
    end();
    await answers[0];
    await turn();
    expect(batches).toEqual([[1], [2, 3, 4]]);
    end();
    await answers[3];
    await turn();
    end();
    expect(await Promise.all(answers)).toEqual([2, 4, 6, 8, 10]);
    expect(batches).toEqual([[1], [2, 3, 4], [5]]);
  });

  it("fails the calls of a failed flush and serves the next", async () => {
    const call = coalesce<string, string>(async (inputs) => {
      if (inputs.includes("bad")) throw new Error("no");
      return inputs;
    }, 10);
    const results = await Promise.allSettled([call("good"), call("bad")]);
    expect(results.map(({ status }) => status)).toEqual(["rejected", "rejected"]);
    expect(await call("good")).toBe("good");
  });

  it("fails a call that the flush did not answer", async () => {
    const call = coalesce<number, number>(async (inputs) => inputs.slice(0, 1), 10);
    const results = await Promise.allSettled([call(1), call(2)]);
    expect(results).toMatchObject([
      { status: "fulfilled", value: 1 },
      { status: "rejected", reason: { message: expect.stringContaining("fewer results") } },
    ]);
  });
});
