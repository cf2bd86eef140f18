import { defineConfig } from "vitest/config";

/** Each file of the integration and browser tests keeps a database and processes of its own busy. */
const WORKERS_MAX = 2;

const integration = {
  environment: "node",
  globalSetup: "tests/support/postgres.ts",
  env: { LOG_LEVEL: process.env.LOG_LEVEL ?? "silent" },
  pool: "forks",
  maxWorkers: WORKERS_MAX,
  testTimeout: 30_000,
  hookTimeout: 60_000,
} as const;

/**
 * What has no task to wake, what calls the engine itself past any transport, and what the worker process of the
 * other one does.
 */
const NOT_ON_QSTASH = [
  "admin-*",
  "auth",
  "campaign*",
  "crash-points-*",
  "doctor",
  "estimate",
  "health",
  "lost-reads",
  "jobs-list",
  "model",
  "plans",
  "schema-*",
  "usage",
  "walls",
  "worker-*",
].map((name) => `tests/integration/${name}.test.ts`);

export default defineConfig({
  test: {
    projects: [
      {
        test: {
          name: "unit",
          include: ["tests/unit/**/*.test.{ts,tsx}"],
          environment: "node",
          sequence: { groupOrder: 0 },
        },
      },
      {
        test: {
          ...integration,
          name: "integration",
          include: ["tests/integration/*.test.ts"],
          exclude: ["tests/integration/qstash-*.test.ts"],
          sequence: { groupOrder: 1 },
        },
      },
      {
        test: {
          ...integration,
          name: "qstash",
          include: ["tests/integration/**/*.test.ts"],
          exclude: NOT_ON_QSTASH,
          setupFiles: ["tests/support/qstash-setup.ts"],
          sequence: { groupOrder: 2 },
        },
      },
      {
        test: {
          name: "e2e",
          include: ["tests/e2e/**/*.test.ts"],
          environment: "node",
          globalSetup: ["tests/support/postgres.ts"],
          pool: "forks",
          // One server and one browser at a time, so that waits in the tests measure the product.
          maxWorkers: 1,
          testTimeout: 60_000,
          hookTimeout: 120_000,
          sequence: { groupOrder: 3 },
        },
      },
    ],
  },
});
