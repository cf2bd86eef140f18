import { readdirSync, readFileSync } from "node:fs";
import { describe, expect, it } from "vitest";
import { filterLines } from "#components/admin/bulk/bulk-filter.ts";
import { addReasons, reasonText } from "#components/admin/bulk/bulk-reasons.ts";
import { jobsHref } from "#components/admin/job-links.ts";
import { driftJob, JOB_RULES } from "#components/admin/overview/drift-job.ts";
import { durationText, spanText } from "#components/admin/spans.ts";
import { formatsFor } from "#components/formats.ts";
import type { BulkReason } from "#lib/admin/bulk.types.ts";

const { exact } = formatsFor("en");
const createdAt = "2026-11-24T16:05:00.000Z";

describe("spans and durations", () => {
  it.each([
    [0, "0 s"],
    [119, "119 s"],
    [120, "2 min"],
    [7_199, "119 min"],
    [7_200, "2 h"],
    [172_800, "2 d"],
  ])("%d seconds are %s", (seconds, text) => {
    expect(spanText(seconds, exact)).toBe(text);
  });

  it.each([
    [null, "none"],
    [0, "0 ms"],
    [999, "999 ms"],
    [1_250, "1.3 s"],
    [61_000, "61 s"],
  ])("%s milliseconds are %s", (ms, text) => {
    expect(durationText(ms, exact)).toBe(text);
  });
});

describe("the jobs behind a number", () => {
  it("are named by what is given alone", () => {
    expect(jobsHref({})).toBe("/admin/jobs");
    expect(jobsHref({ state: "open", reason: "a&b", hours: 1 })).toBe(
      "/admin/jobs?state=open&reason=a%26b&hours=1",
    );
  });

  it("are told in words, with the hours only where failures are meant", () => {
    expect(filterLines({ platform: "youtube", hours: 24 }, "open")).toEqual(["on youtube"]);
    expect(filterLines({ platform: "youtube", hours: 24 }, "retryable")).toEqual([
      "on youtube",
      "within 24 h",
    ]);
    expect(filterLines({ provider: "p", kind: "search", reason: "format", hours: 24 }, "open")).toEqual([
      "provider p",
      "with a failed search task",
      "failed with format",
      "within 24 h",
    ]);
  });
});

describe("why an act could not be done", () => {
  const reason = (code: BulkReason["code"], count: number) => ({ code, message: `${code}.`, count });

  it("is counted over all requests, the most frequent first", () => {
    const first = addReasons([], [reason("plan_limit", 2), reason("conflict", 1)]);
    expect(addReasons(first, [reason("conflict", 2), reason("internal", 1)])).toEqual([
      reason("conflict", 3),
      reason("plan_limit", 2),
      reason("internal", 1),
    ]);
  });

  it("is told in words for admins, or as it was told", () => {
    expect(reasonText(reason("conflict", 1))).toBe("another retry of the same run is under way");
    expect(reasonText(reason("not_found", 1))).toBe("not_found.");
  });
});

describe("a drift", () => {
  it("leads to its job where its rule is about jobs", () => {
    expect(driftJob({ rule: "I2 tasks", subject: "1", details: null, createdAt })).toBe("1");
    expect(driftJob({ rule: "I11 bucket", subject: "1", details: null, createdAt })).toBeNull();
  });

  it("is told by rules that there are", () => {
    const migrations = readdirSync("drizzle").filter((name) => name.endsWith(".sql"));
    const sql = migrations.map((name) => readFileSync(`drizzle/${name}`, "utf8")).join("\n");
    for (const rule of JOB_RULES) expect(sql).toMatch(new RegExp(`SELECT '${rule}'.*, j\\.id::text`));
  });
});
