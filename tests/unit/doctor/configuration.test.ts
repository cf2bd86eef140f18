import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import path from "node:path";
import { afterAll, describe, expect, it } from "vitest";
import { environmentKeys, inspectSettings } from "#lib/env.ts";
import { CHECKS } from "#scripts/doctor/configuration/checks.ts";
import { lookAtConfiguration } from "#scripts/doctor/configuration/look.ts";
import type { Level } from "#scripts/doctor/finding.ts";

const folder = mkdtempSync(path.join(tmpdir(), "shoal-doctor-"));
afterAll(() => rmSync(folder, { recursive: true, force: true }));

const look = (settings: Record<string, string>) => lookAtConfiguration(folder, settings);

function told(settings: Record<string, string>, ...levels: Level[]): string[] {
  return look(settings)
    .sections.flatMap(({ findings }) => findings)
    .filter(({ level }) => levels.includes(level))
    .map(({ message }) => message);
}

const LIVE = { SCRAPECREATORS_API_KEY: "k-123456" };
const QSTASH = {
  QUEUE: "qstash",
  QSTASH_TOKEN: "t",
  QSTASH_CURRENT_SIGNING_KEY: "current",
  QSTASH_NEXT_SIGNING_KEY: "next",
  CRON_SECRET: "0123456789abcdef",
  APP_URL: "https://shoal.example",
};
const DATABASE = { DATABASE_URL: "postgres://u:p@db.example/shoal" };

describe("lookAtConfiguration", () => {
  it("finds nothing wrong where nothing is set, and says what that means", () => {
    expect(told({}, "problem", "warning")).toEqual([]);
    expect(told({}, "ok", "note")).toEqual([
      "There is no .env: settings come from the environment, or are defaults.",
      "npm start brings its own Postgres and keeps it in .data/: DATABASE_URL is not set.",
      "Answers on this machine only: APP_URL is not set.",
      "npm start lets the one-click users in, as it answers on this machine only.",
      "Leases, heartbeat, sweep, retries and deadline fit one another.",
      "Worker processes work on tasks, woken by Postgres: QUEUE is not qstash.",
      "Searches answer from recorded sample data: SCRAPECREATORS_API_KEY is not set.",
      "At most 20000 credits are spent by a job, and 200000 in a day.",
      "Keywords are expanded by rules: OPENAI_API_KEY is not set.",
    ]);
  });

  it("tells every group of settings something", () => {
    const { sections } = look({});
    expect(sections.every(({ findings }) => findings.length > 0)).toBe(true);
    expect(sections.length).toBeGreaterThan(Object.keys(inspectSettings({})).length);
    expect(new Set(CHECKS.map(({ group }) => group)).size).toBe(CHECKS.length);
  });

  it("says what is configured", () => {
    const settings = {
      ...LIVE,
      ...DATABASE,
      APP_URL: "https://shoal.example",
      OPENAI_API_KEY: "sk-123456",
      OPENAI_MODEL: "gpt-9",
    };
    expect(told(settings, "problem", "warning")).toEqual([]);
    expect(told(settings, "ok", "note")).toEqual(
      expect.arrayContaining([
        "A Postgres of your own: DATABASE_URL is set.",
        "Answers for shoal.example: APP_URL is set.",
        "Nobody can sign in: APP_URL leads here from elsewhere, and LOCAL_SIGN_IN is not set.",
        "Searches are live and cost credits: SCRAPECREATORS_API_KEY is set.",
        "Keywords are expanded by gpt-9 at api.openai.com; by rules where it fails.",
      ]),
    );
  });

  it.each([
    { settings: { DATABASE_POOL_MAX: "0" }, says: "DATABASE_POOL_MAX must be a whole number from 1 to 500." },
    {
      settings: { DATABASE_URL: "mysql://h/d" },
      says: "DATABASE_URL must be an address like postgres://user:password@host:5432/database.",
    },
    {
      settings: { ...DATABASE, DIRECT_DATABASE_URL: "h" },
      says: "DIRECT_DATABASE_URL must be an address like postgres://user:password@host:5432/database.",
    },
    {
      settings: { DIRECT_DATABASE_URL: "postgres://h/d" },
      says: "DIRECT_DATABASE_URL is set, but DATABASE_URL is not: set both, or neither.",
    },
    {
      settings: { APP_URL: "shoal.example:80" },
      says: "APP_URL must be an address that begins with http:// or https://.",
    },
    { settings: { LOG_LEVEL: "loud" }, says: "LOG_LEVEL must be trace, debug, info, warn, error or silent." },
    { settings: { LOCAL_SIGN_IN: "yes" }, says: "LOCAL_SIGN_IN must be on or off." },
    { settings: { PORT: "80800" }, says: "PORT must be a whole number from 1 to 65535." },
    { settings: { TASK_LEASE_MS: "1.5" }, says: "TASK_LEASE_MS must be a whole number from 200 to 600000." },
    {
      settings: { TASK_HEARTBEAT_MS: "15000" },
      says: /^TASK_HEARTBEAT_MS must be less than half of TASK_LEASE_MS/,
    },
    {
      settings: { TASK_LEASE_MS: "20000" },
      says: /^TASK_HEARTBEAT_MS must be less than half of TASK_LEASE_MS/,
    },
    {
      settings: { TRANSACTION_IDLE_MAX_MS: "30000" },
      says: /^TRANSACTION_IDLE_MAX_MS must be less than TASK_LEASE_MS/,
    },
    {
      settings: { SWEEP_INTERVAL_MS: "120000" },
      says: /^SWEEP_INTERVAL_MS must be less than SWEEP_GAP_MS/,
      level: "problem",
    },
    { settings: { RETRY_BASE_MS: "60001" }, says: /^RETRY_BASE_MS must not be more than RETRY_CAP_MS/ },
    { settings: { JOB_DEADLINE_MS: "30000" }, says: /^JOB_DEADLINE_MS must be more than TASK_LEASE_MS/ },
    {
      settings: { SPEND_CAP_PER_JOB: "200001" },
      says: /^SPEND_CAP_PER_JOB must not be more than SPEND_CAP_PER_DAY/,
    },
    { settings: { QUEUE: "kafka" }, says: "QUEUE must be postgres or qstash." },
    {
      settings: { QUEUE: "qstash", QSTASH_TOKEN: "t", APP_URL: "https://shoal.example" },
      says: "QUEUE is qstash. Not set: QSTASH_CURRENT_SIGNING_KEY, QSTASH_NEXT_SIGNING_KEY, CRON_SECRET.",
    },
    {
      settings: { ...QSTASH, CRON_SECRET: "short" },
      says: "QUEUE is qstash. CRON_SECRET must have at least 16 characters.",
    },
    {
      settings: { ...QSTASH, APP_URL: "http://shoal.example" },
      says: "QUEUE is qstash. APP_URL must begin with https://.",
    },
    {
      settings: { ...QSTASH, VERCEL_URL: "shoal.example" },
      says: "QUEUE is qstash. APP_URL must be the app's stable address; this one is of a single deployment.",
    },
    {
      settings: { SCRAPECREATORS_BASE_URL: "http://localhost:9" },
      says: /SCRAPECREATORS_API_KEY is not: every search would fail/,
    },
    {
      settings: { ...LIVE, SCRAPECREATORS_BASE_URL: "ftp://h" },
      says: "SCRAPECREATORS_BASE_URL must be an address that begins with http:// or https://.",
    },
    {
      settings: { SAMPLE_DATA_PROVIDERS: "scrapecreators, other" },
      says: "SAMPLE_DATA_PROVIDERS must name none but: scrapecreators.",
    },
    {
      settings: { EXPANSION_TIMEOUT_MS: "never" },
      says: "EXPANSION_TIMEOUT_MS must be a whole number from 100 to 60000.",
    },
  ])("finds the problem in $settings", ({ settings, says }) => {
    const problems = told(settings, "problem");
    expect(problems).toEqual([typeof says === "string" ? says : expect.stringMatching(says)]);
  });

  it.each([
    { settings: { APP_URL: "http://shoal.example" }, says: /^APP_URL is not https/ },
    {
      settings: { APP_URL: "https://shoal.example", LOCAL_SIGN_IN: "on" },
      says: /^LOCAL_SIGN_IN is on and APP_URL leads here from elsewhere/,
    },
    {
      settings: { TASK_HEARTBEAT_MS: "30000", TASK_LEASE_MS: "90000" },
      says: /^TASK_HEARTBEAT_MS is 30 s or more/,
    },
    { settings: { SWEEP_INTERVAL_MS: "15001" }, says: /^SWEEP_INTERVAL_MS is more than 15 s/ },
    {
      settings: { ...LIVE, SCRAPECREATORS_BASE_URL: "http://vendor.example" },
      says: /^SCRAPECREATORS_BASE_URL is not https/,
    },
    {
      settings: { ...LIVE, SAMPLE_DATA_PROVIDERS: "scrapecreators" },
      says: /^SAMPLE_DATA_PROVIDERS calls live answers sample data/,
    },
    {
      settings: { ...LIVE, AVATAR_BASE_URL: "http://127.0.0.1:9" },
      says: /^AVATAR_BASE_URL leads away from the platforms/,
    },
    { settings: { OPENAI_MODEL: "gpt-9" }, says: /^OPENAI_MODEL has no effect/ },
    {
      settings: { OPENAI_API_KEY: "sk-123456", OPENAI_BASE_URL: "http://model.example" },
      says: /^OPENAI_BASE_URL is not https/,
    },
  ])("warns of $settings", ({ settings, says }) => {
    expect(told(settings, "problem")).toEqual([]);
    expect(told(settings, "warning")).toEqual([expect.stringMatching(says)]);
  });

  it.each([
    { settings: { APP_URL: "http://127.0.0.1:3000", LOCAL_SIGN_IN: "on" } },
    { settings: { SPEND_CAP_PER_DAY: "500" } },
    { settings: { ...LIVE, SCRAPECREATORS_BASE_URL: "http://127.0.0.1:9" } },
    { settings: { TASK_LEASE_MS: " ", OPENAI_API_KEY: "" } },
    { settings: { TASK_LEASE_MS: "1500", TASK_HEARTBEAT_MS: "500", TRANSACTION_IDLE_MAX_MS: "700" } },
  ])("is content with $settings", ({ settings }) => {
    expect(told(settings, "problem", "warning")).toEqual([]);
  });

  it("lists all that is wrong, never shows a value, and judges relations between good ones", () => {
    const settings = {
      DATABASE_URL: "swordfish1",
      DATABASE_POOL_MAX: "swordfish2",
      APP_URL: "swordfish3",
      LOG_LEVEL: "swordfish4",
      LOCAL_SIGN_IN: "swordfish5",
      TASK_LEASE_MS: "swordfish6",
      SWEEP_INTERVAL_MS: "300000",
      SPEND_CAP_PER_DAY: "swordfish7",
      OPENAI_BASE_URL: "swordfish8",
      OPENAI_API_KEY: "swordfish9",
      SCRAPECREATORS_API_KEY: "swordfish0",
    };
    expect(told(settings, "problem")).toHaveLength(9);
    expect(look(settings).isUsable).toBe(false);
    expect(JSON.stringify(look(settings))).not.toContain("swordfish");
  });

  it("shows no value of any setting that is a secret by its name", () => {
    const secret = environmentKeys().filter((key) => /KEY|TOKEN|SECRET|DATABASE_URL/.test(key));
    const settings = Object.fromEntries(secret.map((key) => [key, "postgres://swordfish:swordfish@h/d"]));
    expect(secret.length).toBeGreaterThan(2);
    expect(JSON.stringify(look(settings))).not.toContain("swordfish");
  });

  it("is usable with a relation that is wrong, and not with a value that is", () => {
    expect(look({ RETRY_BASE_MS: "60001" }).isUsable).toBe(true);
    expect(look({}).isUsable).toBe(true);
    expect(look({ RETRY_BASE_MS: "x" }).isUsable).toBe(false);
  });
});
