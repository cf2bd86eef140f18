import { afterEach, beforeEach, describe, expect, it, vi } from "vitest";

afterEach(() => vi.unstubAllEnvs());
beforeEach(() => vi.resetModules());

async function check(appUrl: string, method: string, headers: Record<string, string>): Promise<string> {
  vi.stubEnv("APP_URL", appUrl);
  const { requireOwnOrigin } = await import("#lib/http/own-origin.ts");
  try {
    requireOwnOrigin(new Headers(headers), method);
    return "accepted";
  } catch (error) {
    return error instanceof Error && "code" in error ? String(error.code) : "thrown";
  }
}

const LOCAL = "http://localhost:3000";
const PUBLIC = "https://shoal.example";

describe("Host", () => {
  it.each([
    { appUrl: LOCAL, host: "localhost:3000", expected: "accepted" },
    { appUrl: LOCAL, host: "127.0.0.1:4711", expected: "accepted" },
    { appUrl: LOCAL, host: "[::1]:3000", expected: "accepted" },
    { appUrl: "", host: "localhost", expected: "accepted" },
    { appUrl: "", host: "shoal.example", expected: "forbidden" },
    { appUrl: LOCAL, host: "rebound.example:3000", expected: "forbidden" },
    { appUrl: LOCAL, host: "localhost.rebound.example", expected: "forbidden" },
    { appUrl: LOCAL, host: "rebound.example@localhost:3000", expected: "forbidden" },
    { appUrl: LOCAL, host: "localhost/rebound", expected: "forbidden" },
    { appUrl: PUBLIC, host: "shoal.example", expected: "accepted" },
    { appUrl: PUBLIC, host: "localhost:3000", expected: "forbidden" },
    { appUrl: PUBLIC, host: "shoal.example:8443", expected: "forbidden" },
  ])("$host is $expected where APP_URL is '$appUrl'", async ({ appUrl, host, expected }) => {
    expect(await check(appUrl, "GET", { host })).toBe(expected);
  });

  it("must be there", async () => {
    expect(await check(LOCAL, "GET", {})).toBe("forbidden");
  });
});

describe("Origin", () => {
  const host = "localhost:3000";

  it.each([
    { headers: { host }, expected: "accepted" },
    { headers: { host, origin: LOCAL }, expected: "accepted" },
    { headers: { host, origin: LOCAL, "sec-fetch-site": "same-origin" }, expected: "accepted" },
    { headers: { host, origin: "null" }, expected: "forbidden" },
    { headers: { host, origin: "http://localhost:4000" }, expected: "forbidden" },
    { headers: { host, origin: "https://localhost:3000" }, expected: "forbidden" },
    { headers: { host, origin: "http://evil.example" }, expected: "forbidden" },
    { headers: { host, "sec-fetch-site": "cross-site" }, expected: "forbidden" },
  ])("a POST with $headers is $expected", async ({ headers, expected }) => {
    expect(await check(LOCAL, "POST", headers as Record<string, string>)).toBe(expected);
  });

  it("must be https behind a proxy that ends TLS", async () => {
    const behind = { host: "shoal.example" };
    expect(await check(PUBLIC, "POST", { ...behind, origin: PUBLIC })).toBe("accepted");
    expect(await check(PUBLIC, "POST", { ...behind, origin: "http://shoal.example" })).toBe("forbidden");
  });

  it("does not matter for reading", async () => {
    expect(await check(LOCAL, "GET", { host, origin: "http://evil.example" })).toBe("accepted");
  });
});
