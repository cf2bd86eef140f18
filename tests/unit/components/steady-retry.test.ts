import { afterEach, describe, expect, it, vi } from "vitest";
import { ApiError } from "#components/api-client.ts";
import { steadyRetry } from "#components/steady-retry.ts";

afterEach(() => vi.useRealTimers());

describe("steadyRetry", () => {
  it.each([1, 8])("asks again after two seconds also after %i failures", (retryCount) => {
    vi.useFakeTimers();
    const revalidate = vi.fn(async () => true);
    Reflect.apply(steadyRetry.onErrorRetry, null, [new Error("x"), "key", {}, revalidate, { retryCount }]);
    vi.advanceTimersByTime(1_999);
    expect(revalidate).not.toHaveBeenCalled();
    vi.advanceTimersByTime(1);
    expect(revalidate).toHaveBeenCalledOnce();
  });

  it("leaves alone what will not do better", () => {
    expect(steadyRetry.shouldRetryOnError(new ApiError(401, "unauthenticated", "Sign in first."))).toBe(
      false,
    );
    expect(steadyRetry.shouldRetryOnError(new ApiError(503, "unavailable", "x"))).toBe(true);
  });
});
