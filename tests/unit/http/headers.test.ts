import { describe, expect, it } from "vitest";
import { idempotencyKey } from "#lib/http/idempotency-key.ts";
import { safeReturnPath } from "#lib/http/return-path.ts";

describe("idempotencyKey", () => {
  const request = (key?: string) =>
    new Request("http://localhost", { headers: key === undefined ? {} : { "idempotency-key": key } });

  it("is null where none was sent", () => {
    expect(idempotencyKey(request())).toBeNull();
  });

  it.each(["a", "0b6f-7a53_~!", "x".repeat(200)])("accepts %s", (key) => {
    expect(idempotencyKey(request(key))).toBe(key);
  });

  it.each(["", "two words", "café", "x".repeat(201)])("refuses '%s'", (key) => {
    expect(() => idempotencyKey(request(key))).toThrow(
      expect.objectContaining({ code: "bad_request", field: "Idempotency-Key" }),
    );
  });
});

describe("safeReturnPath", () => {
  it.each([
    { value: "/search", expected: "/search" },
    { value: "/search/7?achievable=3#rows", expected: "/search/7?achievable=3" },
    { value: "/a/../search", expected: "/search" },
    { value: undefined, expected: "/fallback" },
    { value: ["/search"], expected: "/fallback" },
    { value: "", expected: "/fallback" },
    { value: "search", expected: "/fallback" },
    { value: "//evil.example", expected: "/fallback" },
    { value: "/\\evil.example", expected: "/fallback" },
    { value: "/\t/evil.example", expected: "/fallback" },
    { value: "/.//evil.example", expected: "/fallback" },
    { value: "https://evil.example/", expected: "/fallback" },
    { value: "javascript:alert(1)", expected: "/fallback" },
  ])("turns $value into $expected", ({ value, expected }) => {
    expect(safeReturnPath(value, "/fallback")).toBe(expected);
  });
});
