import { describe, expect, it } from "vitest";
import { parseDurationMs } from "#sandbox/qstash/duration.ts";
import { compileRetryDelay } from "#sandbox/qstash/retry-delay.ts";

describe("a retry delay", () => {
  it.each([
    ["1000", [1000, 1000, 1000]],
    ["1000 * (1 + retried)", [1000, 2000, 3000]],
    ["pow(2, retried) * 1000", [1000, 2000, 4000]],
    ["max(10, pow(2, retried))", [10, 10, 10]],
    ["min(5, 1 + 2 * retried, 4)", [1, 3, 4]],
    ["2 + 3 * 4 - 10 / 5 - 1", [11, 11, 11]],
    ["-(2 - 5) - -retried", [3, 4, 5]],
    ["floor(1.9) + ceil(1.1) + round(2.5) + abs(-4) + sqrt(9)", [13, 13, 13]],
    ["round(exp(retried))", [1, 3, 7]],
    ["8/4/2", [1, 1, 1]],
  ])("reads %s", (expression, expected) => {
    const evaluate = compileRetryDelay(expression);
    expect([0, 1, 2].map(evaluate)).toEqual(expected);
  });

  it.each([
    ["", /ends too early/],
    ["1 +", /ends too early/],
    ["(1", /"\)" is missing/],
    ["1 2", /unexpected "2"/],
    ["1 ** 2", /unexpected "\*"/],
    ["pow(1)", /pow takes 2/],
    ["sqrt(1, 2)", /sqrt takes 1/],
    ["attempts * 2", /unexpected "attempts"/],
    ["constructor(1)", /unexpected "constructor"/],
    ["1; 2", /unexpected ";"/],
    ["retried[0]", /unexpected "\["/],
    ["1".repeat(201), /longer than 200/],
  ])("refuses %j", (expression, message) => {
    expect(() => compileRetryDelay(expression)).toThrow(message);
  });
});

describe("a duration", () => {
  it.each([
    ["10s", 10_000],
    ["1m30s", 90_000],
    ["2h", 7_200_000],
    ["1d", 86_400_000],
    ["0s", 0],
    ["30", 30_000],
  ])("reads %s", (text, expected) => {
    expect(parseDurationMs(text)).toBe(expected);
  });

  it.each(["", "s", "1.5s", "10ms", "1h ago", "-5s", "366d"])("refuses %j", (text) => {
    expect(() => parseDurationMs(text)).toThrow(/duration|longer than a year/);
  });
});
