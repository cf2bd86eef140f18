import { readFileSync } from "node:fs";
import { describe, expect, it, vi } from "vitest";
import { MAX_DURATION_SECONDS, runMs } from "#lib/queue/qstash/routes.ts";
import { callTimeoutsMs } from "#lib/search-engine/v2/index.ts";

const vercel: {
  crons: { path: string; schedule: string }[];
  functions: Record<string, { maxDuration: number }>;
} = JSON.parse(readFileSync("vercel.json", "utf8"));

const ROUTES = {
  search: "app/api/v2/worker/search/route.ts",
  enrich: "app/api/v2/worker/enrich/route.ts",
  expand: "app/api/v2/worker/expand/route.ts",
  analyze: "app/api/v2/worker/analyze/route.ts",
  failure: "app/api/v2/worker/failure/route.ts",
  sweep: "app/api/cron/sweep/route.ts",
} satisfies Record<keyof typeof MAX_DURATION_SECONDS, string>;

describe("how long a route may run", () => {
  it.each(Object.entries(ROUTES))(
    "is the same in the code, the route and the cloud: %s",
    async (name, file) => {
      const seconds = MAX_DURATION_SECONDS[name as keyof typeof ROUTES];
      expect(readFileSync(file, "utf8")).toContain(`export const maxDuration = ${seconds};`);
      expect(vercel.functions[file]).toEqual({ maxDuration: seconds });
    },
  );

  it("is told to the cloud for every route that the queue and the cron call, and for no other", () => {
    expect(Object.keys(vercel.functions).sort()).toEqual(Object.values(ROUTES).sort());
  });

  it("is longer than the longest call of its tasks", () => {
    const calls = callTimeoutsMs();
    for (const kind of ["search", "enrich", "expand"] as const) {
      expect(calls[kind], kind).toBeLessThan(runMs(kind));
    }
  });
});

describe("the cron of the cloud", () => {
  it("sweeps each minute", () => {
    expect(vercel.crons).toEqual([{ path: "/api/cron/sweep", schedule: "* * * * *" }]);
  });
});

describe("the check at the start", () => {
  const KEYS = {
    QUEUE: "qstash",
    APP_URL: "https://shoal.example",
    QSTASH_TOKEN: "token",
    QSTASH_CURRENT_SIGNING_KEY: "current",
    QSTASH_NEXT_SIGNING_KEY: "next",
    CRON_SECRET: "0123456789abcdef",
  };

  async function check(settings: Record<string, string>): Promise<void> {
    vi.resetModules();
    for (const key of Object.keys(KEYS)) vi.stubEnv(key, "");
    for (const [key, value] of Object.entries(settings)) vi.stubEnv(key, value);
    try {
      const { requireWorkingQueue } = await import("#lib/queue/start-check.ts");
      requireWorkingQueue();
    } finally {
      vi.unstubAllEnvs();
    }
  }

  it.each(Object.keys(KEYS).filter((key) => key !== "QUEUE"))("refuses QStash without %s", async (key) => {
    await expect(check({ ...KEYS, [key]: "" })).rejects.toThrow(`QUEUE=qstash cannot work. Not set: ${key}.`);
  });

  it("takes all of them together", async () => {
    await expect(check(KEYS)).resolves.toBeUndefined();
  });

  it("refuses an address that QStash cannot reach", async () => {
    await expect(check({ ...KEYS, APP_URL: "http://localhost:3000" })).rejects.toThrow(
      "QStash reaches this app",
    );
  });

  it("asks nothing of these where Postgres wakes tasks", async () => {
    await expect(check({})).resolves.toBeUndefined();
  });
});
