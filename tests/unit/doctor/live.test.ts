import { describe, expect, it } from "vitest";
import type { CanaryCall } from "#lib/search-engine/v2/index.ts";
import { describeCall } from "#scripts/doctor/live/describe-call.ts";
import { announce, planLive } from "#scripts/doctor/live/plan.ts";
import { readOptions } from "#scripts/doctor/options.ts";
import { asJson, asText } from "#scripts/doctor/report.ts";

const free = { ofProvider: () => null, isModelConfigured: false };

describe("readOptions", () => {
  const live = (...more: string[]) => readOptions(["--live", ...more])?.live;

  it("looks at settings alone unless --live is given", () => {
    expect(readOptions([])).toEqual({ live: null, json: false, verbose: false });
    expect(live()).toEqual({ platforms: null, timeoutMsMax: null });
    expect(readOptions(["--help"])).toBeNull();
  });

  it("reads platforms in any form", () => {
    expect(live("--platform", "youtube, TikTok", "--platform=tiktok")?.platforms).toEqual([
      "youtube",
      "tiktok",
    ]);
    expect(live("--platform", "all")?.platforms).toEqual(["tiktok", "instagram", "youtube"]);
    expect(live("--timeout", "1.5")?.timeoutMsMax).toBe(1_500);
  });

  it.each([
    { argv: ["--platform", "tiktok"], says: "--platform: only together with --live." },
    { argv: ["--timeout", "3"], says: "--timeout: only together with --live." },
    {
      argv: ["--live", "--platform", "myspace"],
      says: '--platform: "myspace" is not one of tiktok, instagram, youtube, or all.',
    },
    { argv: ["--live", "--platform", ""], says: '--platform: "" is not one of' },
    { argv: ["--live", "--timeout", "0"], says: "--timeout: a number of seconds from 0.1 to 600" },
    { argv: ["--lve"], says: "Options: --live, --platform, --timeout, --json, --verbose, --help." },
  ])("refuses $argv", ({ argv, says }) => {
    expect(() => readOptions(argv)).toThrow(says);
  });
});

describe("planLive", () => {
  it("searches the first platform of each provider by default", () => {
    const plan = planLive({ platforms: null, timeoutMsMax: null }, free);
    expect(plan).toEqual({
      platforms: [{ name: "tiktok", withProfile: false }],
      asksModel: false,
      left: ["openai is not called: OPENAI_API_KEY is not set."],
    });
    expect(announce(plan)).toBe("Calling tiktok (search): at most 1 credit …");
  });

  it("adds a profile where platforms are named, and counts what it may cost", () => {
    const plan = planLive(
      { platforms: ["youtube", "tiktok"], timeoutMsMax: null },
      { ...free, isModelConfigured: true },
    );
    expect(announce(plan)).toBe(
      "Calling youtube (search, profile), tiktok (search, profile): at most 4 credits; openai: one short question …",
    );
  });

  it("says who is not called, and announces nothing when that is everybody", () => {
    const plan = planLive(
      { platforms: null, timeoutMsMax: null },
      { ...free, ofProvider: () => "NO_KEY is not set." },
    );
    expect(plan.platforms).toEqual([]);
    expect(plan.left[0]).toBe("scrapecreators is not called: NO_KEY is not set.");
    expect(announce(plan)).toBeNull();
  });
});

const CALL: CanaryCall = {
  provider: "scrapecreators",
  platform: "tiktok",
  action: "search",
  path: "/v1/search",
  outcome: "ok",
  message: null,
  status: 200,
  durationMs: 1_234,
  credits: 1,
  storedAt: null,
  comparison: {
    hasDrifted: false,
    mismatches: [],
    itemsCount: 3,
    itemsSkipped: 0,
    absent: [],
    unread: ["a", "b"],
  },
};

describe("describeCall", () => {
  const describeQuietly = (call: CanaryCall) =>
    describeCall(call, { isVerbose: false, secrets: ["swordfish"] });

  it("names provider, platform, endpoint, status, duration, credits and age", () => {
    expect(describeQuietly(CALL)).toEqual([
      {
        level: "ok",
        message:
          "tiktok search /v1/search: as expected (scrapecreators, status 200, 1.2 s, 1 credit, fresh).",
      },
      { level: "note", message: "Keys that Shoal does not read: 2; --verbose names them." },
    ]);
    const stored = { ...CALL, credits: 0, storedAt: new Date(Date.now() - 5 * 3_600_000) };
    expect(describeQuietly(stored)[0]?.message).toMatch(/0 credits, 5 h old\)\.$/);
  });

  it("names the keys that nobody reads when asked to", () => {
    const findings = describeCall(CALL, { isVerbose: true, secrets: [] });
    expect(findings[1]?.message).toBe("Keys that Shoal does not read: 2: a, b.");
  });

  it("repeats no secret and nothing that moves the cursor", () => {
    const message = "bad key swordfish\u001b[2J\nnext line";
    const [verdict] = describeQuietly({
      ...CALL,
      outcome: "unauthorized",
      status: 401,
      message,
      comparison: null,
    });
    expect(verdict?.message).toMatch(/Message: bad key \[secret\] \[2J next line$/);
  });

  it.each([
    "timeout",
    "network",
    "http",
    "bad_body",
    "format",
    "rate_limited",
    "payment_required",
    "unauthorized",
    "bad_request",
    "not_found",
    "gate_closed",
    "spend_cap",
    "cancelled",
  ] as const)("takes %s for a problem, and has advice", (outcome) => {
    const [verdict] = describeQuietly({ ...CALL, outcome, comparison: null });
    expect(verdict).toEqual({
      level: "problem",
      message: expect.stringMatching(/^tiktok search \/v1\/search: [A-Z].{20,}/),
    });
  });

  it("takes a drifted format for a problem, also where the adapter still copes", () => {
    const comparison = {
      ...CALL.comparison,
      hasDrifted: true,
      mismatches: [{ path: "it[].id", problem: "is missing", count: 2, total: 3 }],
      itemsCount: 3,
      itemsSkipped: 2,
      absent: ["cursor"],
      unread: [],
    };
    expect(describeQuietly({ ...CALL, comparison }).slice(1)).toEqual([
      { level: "problem", message: "it[].id is missing in 2 of 3." },
      { level: "problem", message: "2 of 3 items cannot be read." },
      { level: "note", message: "Not there, and not needed: cursor." },
    ]);
  });
});

describe("the report", () => {
  const sections = [
    { title: "One", findings: [{ level: "warning" as const, message: "Hm." }] },
    {
      title: "Two",
      findings: [
        { level: "problem" as const, message: "No." },
        { level: "ok" as const, message: "Yes." },
      ],
    },
  ];

  it("sums up in its last line", () => {
    expect(asText({ sections, calls: null }).split("\n").at(-1)).toBe("1 problem to settle, and 1 warning.");
    expect(
      asText({ sections: sections.slice(0, 1), calls: null })
        .split("\n")
        .at(-1),
    ).toBe("Nothing is wrong, and 1 warning.");
    expect(asText({ sections: [], calls: null })).toBe("Nothing is wrong.");
  });

  it("is the same as JSON", () => {
    expect(JSON.parse(asJson({ sections, calls: null }))).toEqual({
      ok: false,
      problems: 1,
      warnings: 1,
      sections,
    });
    expect(JSON.parse(asJson({ sections: [], calls: [CALL] }))).toMatchObject({
      ok: true,
      calls: [{ storedAt: null }],
    });
  });
});
