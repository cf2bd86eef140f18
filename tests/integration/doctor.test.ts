import { spawn } from "node:child_process";
import path from "node:path";
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it } from "vitest";
import type { CanaryCall } from "#lib/search-engine/v2/index.ts";
import type { Section } from "#scripts/doctor/finding.ts";
import { TestBench } from "#tests/support/engine.ts";
import { PROFILE_PATH, SEARCH_PATH, seenCalls } from "#tests/support/engine-probe.ts";
import { type ModelServer, startModelServer } from "#tests/support/model-server.ts";

const SCRIPT = path.resolve("scripts/run.mjs");
const KEY = "key-that-nobody-may-see";
let bench: TestBench;
let model: ModelServer;

beforeAll(async () => {
  bench = await TestBench.start();
  model = await startModelServer();
});
beforeEach(async () => {
  model.requests.length = 0;
  model.reply = { keywords: [{ keyword: "eyeliner", reason: "near it" }] };
  await bench.sql`delete from api_call_logs`;
});
afterEach(async () => {
  expect(await bench.violations()).toEqual([]);
  await bench.calm();
  await bench.sql`update provider_gates set spend_today = 0`;
});
afterAll(async () => {
  await model?.close();
  await bench?.stop();
});

interface Run {
  code: number | null;
  stdout: string;
  stderr: string;
}

/** The command as `npm run doctor` starts it, led to the sandbox and to this file's database. */
function run(options: string[], settings: Record<string, string> = {}): Promise<Run> {
  const environment = {
    DATABASE_URL: bench.url,
    SCRAPECREATORS_BASE_URL: bench.sandbox.url,
    SCRAPECREATORS_API_KEY: KEY,
    OPENAI_API_KEY: "",
    OPENAI_BASE_URL: "",
    OPENAI_MODEL: "",
    SAMPLE_DATA_PROVIDERS: "",
    LOG_LEVEL: "",
    ...settings,
  };
  return new Promise((resolve, reject) => {
    const child = spawn(process.execPath, [SCRIPT, "doctor", ...options], {
      env: { ...process.env, ...environment },
      stdio: ["ignore", "pipe", "pipe"],
    });
    const output = { stdout: "", stderr: "" };
    child.stdout.setEncoding("utf8").on("data", (text: string) => {
      output.stdout += text;
    });
    child.stderr.setEncoding("utf8").on("data", (text: string) => {
      output.stderr += text;
    });
    child.on("error", reject);
    child.on("close", (code) => resolve({ code, ...output }));
  });
}

async function runJson(options: string[], settings: Record<string, string> = {}) {
  const { code, stdout, stderr } = await run([...options, "--json"], settings);
  expect(stdout).not.toContain(KEY);
  const report = JSON.parse(stdout) as { ok: boolean; sections: Section[]; calls?: CanaryCall[] };
  const live = report.sections.find(({ title }) => title === "Live calls")?.findings ?? [];
  return { code, stderr, report, live, calls: report.calls ?? [] };
}

const logged = () =>
  bench.sql`select provider, action, reason, outcome, status, cost, account_id, job_id from api_call_logs
    order by started_at`;

describe("npm run doctor", () => {
  it("asks nobody without --live, not even the database", async () => {
    const nowhere = { DATABASE_URL: "postgres://nobody@127.0.0.1:1/none" };
    const { code, stdout } = await run([], nowhere);
    expect(code, stdout).toBe(0);
    expect(stdout).toMatch(/Nothing is wrong[^\n]*\.\n$/);
    expect(stdout).not.toContain("Live calls");
    expect(await seenCalls(bench)).toEqual([]);
    expect(await logged()).toEqual([]);
  });

  it("makes one search with --live, says beforehand what it may cost, and logs it", async () => {
    const { code, stdout, stderr } = await run(["--live"]);
    expect(code, stdout).toBe(0);
    expect(stderr).toBe("Calling tiktok (search): at most 1 credit …\n");
    expect(stdout).toMatch(
      /ok {7}tiktok search \/v1\/tiktok\/search\/keyword: as expected \(scrapecreators, status 200, \d+\.\d s, 1 credit, fresh\)\./,
    );
    expect(stdout).toContain("openai is not called: OPENAI_API_KEY is not set.");
    expect(await seenCalls(bench)).toMatchObject([{ path: SEARCH_PATH, status: 200 }]);
    expect(await logged()).toEqual([
      {
        provider: "scrapecreators",
        action: "search",
        reason: "doctor",
        outcome: "ok",
        status: 200,
        cost: 1,
        accountId: null,
        jobId: null,
      },
    ]);
  });

  it("makes a search and a profile call of every platform that is named", async () => {
    const { code, stderr, calls, live } = await runJson(["--live", "--platform", "all"]);
    expect(code, JSON.stringify(live)).toBe(0);
    expect(stderr).toMatch(/at most 6 credits …\n$/);
    const asked = calls.map((call) => ({
      ...call,
      hasDrifted: call.comparison?.hasDrifted,
      items: call.comparison?.itemsCount,
    }));
    const search = { action: "search", outcome: "ok", hasDrifted: false, items: 12, credits: 1 };
    const profile = { action: "profile", outcome: "ok", hasDrifted: false, credits: 1 };
    expect(asked).toMatchObject([
      { platform: "tiktok", path: SEARCH_PATH, ...search },
      { platform: "tiktok", path: PROFILE_PATH, ...profile },
      { platform: "instagram", path: "/v1/instagram/search/profiles", ...search, items: expect.any(Number) },
      { platform: "instagram", path: "/v1/instagram/profile", ...profile },
      { platform: "youtube", path: "/v1/youtube/search", ...search, items: expect.any(Number) },
      { platform: "youtube", path: "/v1/youtube/channel", ...profile },
    ]);
    expect(
      calls.filter(({ action }) => action === "search").every((call) => call.comparison?.itemsCount),
    ).toBe(true);
    expect(await seenCalls(bench)).toHaveLength(6);
    expect(await logged()).toHaveLength(6);
  });

  it("asks the model one short question where its key is set", async () => {
    const settings = { OPENAI_API_KEY: "sk-nobody-may-see", OPENAI_BASE_URL: model.url };
    const { code, live, calls } = await runJson(["--live"], settings);
    expect(code, JSON.stringify(live)).toBe(0);
    expect(calls).toMatchObject([
      { provider: "scrapecreators", outcome: "ok" },
      { provider: "openai", action: "expand", outcome: "ok", status: 200 },
    ]);
    expect(model.requests).toHaveLength(1);
    expect(await logged()).toMatchObject([
      { provider: "scrapecreators" },
      { provider: "openai", outcome: "ok" },
    ]);
  });

  it("tells that the model refuses the key, without repeating it", async () => {
    model.reply = { status: 401 };
    const settings = { OPENAI_API_KEY: "sk-secret", OPENAI_BASE_URL: model.url };
    const { code, report, live } = await runJson(["--live"], settings);
    expect(code).toBe(1);
    expect(live).toContainEqual({
      level: "problem",
      message: expect.stringContaining("The key is refused: check OPENAI_API_KEY."),
    });
    expect(JSON.stringify(report)).not.toContain("sk-secret");
  });
});

describe("npm run doctor -- --live, with a provider that fails", () => {
  it.each([
    {
      kind: "401",
      outcome: "unauthorized",
      status: 401,
      says: /check SCRAPECREATORS_API_KEY.*Message: Invalid/,
    },
    {
      kind: "402",
      outcome: "payment_required",
      status: 402,
      says: /credit is used up.*gates -- --open scrapecreators/,
    },
    { kind: "429", outcome: "rate_limited", status: 429, says: /asks for a pause \(429\)/ },
    { kind: "500", outcome: "http", status: 500, says: /fails by itself \(500\): try again later/ },
    { kind: "error_200", outcome: "bad_body", status: 200, says: /tells of an error.*Something went wrong/ },
    { kind: "cut_off", outcome: "bad_body", status: 200, says: /cut off, no JSON/ },
    { kind: "hang", outcome: "timeout", status: null, says: /did not answer in time.*no answer/ },
  ])("$kind is told in plain words after one call", async ({ kind, outcome, status, says }) => {
    await bench.fault({ kind });
    const { code, live, calls } = await runJson(["--live", "--platform", "tiktok", "--timeout", "0.5"]);
    expect(code).toBe(1);
    expect(calls).toMatchObject([{ outcome, status, comparison: null }]);
    expect(live.filter(({ level }) => level === "problem")).toMatchObject([
      { message: expect.stringMatching(says) },
    ]);
    expect(await seenCalls(bench)).toHaveLength(1);
    expect(await logged()).toMatchObject([{ action: "search", outcome, status }]);
  });

  it.each([
    { platform: "tiktok", missing: "search_item_list[].aweme_id" },
    { platform: "instagram", missing: "profiles[].id" },
    { platform: "youtube", missing: "videos[].channel" },
  ])("names the required field that $platform has renamed", async ({ platform, missing }) => {
    await bench.fault({ kind: "renamed_field" });
    const { code, live, calls } = await runJson(["--live", "--platform", platform]);
    expect(code).toBe(1);
    expect(live).toContainEqual({
      level: "note",
      message: `${platform} profile: not called, as the search gave no creator to ask for.`,
    });
    expect(calls).toMatchObject([{ outcome: "format", comparison: { hasDrifted: true } }]);
    expect(live).toContainEqual({
      level: "problem",
      message: expect.stringContaining(`${missing} is missing in `),
    });
    expect(await logged()).toMatchObject([{ action: "search", outcome: "format" }]);
  });

  it("warns of items that cannot be read, while most can", async () => {
    await bench.fault({ kind: "malformed_items" });
    const { code, live } = await runJson(["--live"]);
    expect(code).toBe(0);
    expect(live).toContainEqual({ level: "warning", message: "3 of 12 items cannot be read." });
  });

  it("says when an answer holds nothing to compare", async () => {
    await bench.fault({ kind: "empty_page" });
    const { code, live } = await runJson(["--live"]);
    expect(code).toBe(0);
    expect(live).toContainEqual({ level: "warning", message: expect.stringMatching(/holds no items/) });
  });

  it("tells of a creator that is gone, which is no fault of the provider", async () => {
    await bench.fault({ kind: "not_found" });
    const { code, live } = await runJson(["--live", "--platform", "tiktok"]);
    expect(code).toBe(0);
    expect(live).toContainEqual({ level: "warning", message: expect.stringMatching(/the creator is gone/) });
  });
});

describe("npm run doctor -- --live, when no call may be made", () => {
  it("makes none while all calls are stopped", async () => {
    await bench.sql`
      insert into provider_gates (provider, closed_at, closed_reason) values ('*', now(), 'paused for the audit')
      on conflict (provider) do update set closed_at = now(), closed_reason = excluded.closed_reason`;
    const { code, live } = await runJson(["--live"]);
    expect(code).toBe(1);
    expect(live).toContainEqual({
      level: "problem",
      message: expect.stringMatching(/No call was made: npm run gates.*paused for the audit/),
    });
    expect(await seenCalls(bench)).toEqual([]);
  });

  it("makes none when the day's cap is spent", async () => {
    await bench.sql`update provider_gates set spend_today = 7,
      spend_day = to_char(clock_timestamp() at time zone 'UTC', 'YYYY-MM-DD') where provider = 'scrapecreators'`;
    const { code, live } = await runJson(["--live"], { SPEND_CAP_PER_DAY: "7" });
    expect(code).toBe(1);
    expect(JSON.stringify(live)).toContain("spend cap of 7 credits is reached");
    expect(await seenCalls(bench)).toEqual([]);
  });

  it("makes none without a database that could log it, and still tells of the settings", async () => {
    const { code, report, live } = await runJson(["--live"], {
      DATABASE_URL: "postgres://nobody@127.0.0.1:1/none",
    });
    expect(code).toBe(1);
    expect(report.sections.length).toBeGreaterThan(5);
    expect(live).toContainEqual({
      level: "problem",
      message: expect.stringMatching(/127\.0\.0\.1:1 does not answer/),
    });
    expect(await seenCalls(bench)).toEqual([]);
  });

  it("makes none while a setting is wrong", async () => {
    const { code, live } = await runJson(["--live"], { TASK_LEASE_MS: "soon" });
    expect(code).toBe(1);
    expect(live).toEqual([{ level: "note", message: "None was made: settle the above first." }]);
    expect(await seenCalls(bench)).toEqual([]);
  });

  it("says when a stand-in answers in the provider's place", async () => {
    const { code, live } = await runJson(["--live"], { SAMPLE_DATA_PROVIDERS: "scrapecreators" });
    expect(code).toBe(0);
    expect(live).toContainEqual({
      level: "note",
      message: "scrapecreators answers from recorded sample data here: the provider itself is not tried.",
    });
  });

  it("calls no provider whose key is not set", async () => {
    const { live, calls } = await runJson(["--live"], { SCRAPECREATORS_API_KEY: "" });
    expect(calls).toEqual([]);
    expect(live).toContainEqual({
      level: "note",
      message: "scrapecreators is not called: SCRAPECREATORS_API_KEY is not set.",
    });
    expect(await seenCalls(bench)).toEqual([]);
  });
});
