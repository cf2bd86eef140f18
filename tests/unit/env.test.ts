import { readFile } from "node:fs/promises";
import { afterEach, beforeEach, describe, expect, it, vi } from "vitest";

/** Read by the start script alone. */
const SCRIPT_KEYS = ["PORT"];

async function freshSettings() {
  vi.resetModules();
  return import("#lib/env.ts");
}

afterEach(() => vi.unstubAllEnvs());

describe(".env.example", () => {
  it("lists exactly the keys that are read, each once", async () => {
    const { environmentKeys } = await freshSettings();
    const text = await readFile(".env.example", "utf8");
    const listed = [...text.matchAll(/^([A-Z][A-Z0-9_]*)=/gm)].map((match) => match[1]);
    expect(listed.sort()).toEqual([...environmentKeys(), ...SCRIPT_KEYS].sort());
  });

  it("sets nothing, and explains each key on the line above", async () => {
    const lines = (await readFile(".env.example", "utf8")).trimEnd().split("\n");
    const settings = lines.flatMap((line, at) => (line.startsWith("#") || line === "" ? [] : [at]));
    expect(settings.filter((at) => !/^[A-Z][A-Z0-9_]*=$/.test(lines[at] ?? ""))).toEqual([]);
    expect(settings.filter((at) => !lines[at - 1]?.startsWith("# "))).toEqual([]);
  });
});

describe("env", () => {
  beforeEach(() => vi.stubEnv("DATABASE_URL", "postgres://localhost/shoal"));

  it.each([
    { key: "DATABASE_POOL_MAX", group: "database", value: "swordfish" },
    { key: "LOG_LEVEL", group: "web", value: "swordfish" },
    { key: "APP_URL", group: "web", value: "swordfish" },
    { key: "LOCAL_SIGN_IN", group: "auth", value: "swordfish" },
    { key: "TASK_LEASE_MS", group: "engine", value: "31415926535" },
  ] as const)("names $key in its error, never the value", async ({ key, group, value }) => {
    vi.stubEnv(key, value);
    const { env } = await freshSettings();
    expect(() => env(group)).toThrow(new RegExp(`^Bad settings\\. ${key}: `));
    expect(() => env(group)).not.toThrow(new RegExp(value));
  });

  it("names a required key that is missing or blank", async () => {
    vi.stubEnv("DATABASE_URL", "  ");
    const { env } = await freshSettings();
    expect(() => env("database")).toThrow(/DATABASE_URL/);
  });

  it("asks for the settings of one capability only", async () => {
    vi.stubEnv("DATABASE_URL", "");
    const { env } = await freshSettings();
    expect(env("auth")).toEqual({ LOCAL_SIGN_IN: "off" });
  });

  it("takes a blank setting as not set, and a number as a number", async () => {
    vi.stubEnv("TASK_LEASE_MS", " ");
    vi.stubEnv("TASK_HEARTBEAT_MS", "250");
    const { env } = await freshSettings();
    expect(env("engine")).toMatchObject({ TASK_LEASE_MS: 30_000, TASK_HEARTBEAT_MS: 250 });
  });

  it("reads a capability once", async () => {
    vi.stubEnv("LOG_LEVEL", "warn");
    const { env } = await freshSettings();
    const first = env("web");
    vi.stubEnv("LOG_LEVEL", "error");
    expect(env("web")).toBe(first);
  });
});
