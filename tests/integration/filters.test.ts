import { afterAll, afterEach, beforeAll, describe, expect, it } from "vitest";
import { database } from "#lib/db/index.ts";
import { dispatchSearch, getJob } from "#lib/search-engine/index.ts";
import type { SearchFilters } from "#lib/search-engine/types.ts";
import type { CreatorProfile, Email } from "#lib/search-engine/v2/core/types.ts";
import { settleBatch } from "#lib/search-engine/v2/workers/settle-batch.ts";
import { settlePage } from "#lib/search-engine/v2/workers/settle-page.ts";
import { callerOf, type TestAccount, TestBench } from "#tests/support/engine.ts";
import {
  claimOf,
  letTimePass,
  PROFILE_PATH,
  readAllowance,
  readTasks,
  seenCalls,
} from "#tests/support/engine-probe.ts";
import { pollStatus } from "#tests/support/status.ts";

let bench: TestBench;
let account: TestAccount;

beforeAll(async () => {
  bench = await TestBench.start({ sandbox: { pageSize: 10 } });
  account = await bench.makeAccount();
});
afterEach(async () => {
  expect(await bench.violations()).toEqual([]);
  await bench.calm();
  // A cache that is empty again: what a test wants in it, it puts there.
  await bench.sql`delete from creators`;
});
afterAll(async () => {
  await database().end({ timeout: 5 });
  await bench?.stop();
});

interface Row {
  platformId: string;
  state: string;
  matches: boolean;
  filterReason: string | null;
  filteredBy: string[];
  fromCache: boolean;
  profile: CreatorProfile;
  emails: Email[];
}

function readRows(jobId: string): Promise<Row[]> {
  return bench.sql<Row[]>`
    select platform_id, state, matches, filter_reason, filtered_by, from_cache, profile, emails from job_creators
    where job_id = ${jobId} order by position`;
}

async function search(filters: SearchFilters | undefined, body: object = {}): Promise<string> {
  const whole = { keywords: ["makeup"], targetResults: 20, ...body, ...(filters && { filters }) };
  return bench.begin(account, whole);
}

/** A whole search: its job and rows at the end. */
async function run(filters: SearchFilters | undefined, body: object = {}) {
  const jobId = await search(filters, body);
  await bench.drain();
  return { jobId, job: await bench.job(jobId), rows: await readRows(jobId) };
}

const median = (values: number[]) => values.toSorted((a, b) => a - b)[Math.floor(values.length / 2)] ?? 0;
const profileCallCount = async (path = PROFILE_PATH) => (await seenCalls(bench, path)).length;

describe("what the search answer tells", () => {
  it("drops creators before they are saved: not in the job, not charged, not counted", async () => {
    const all = await run(undefined, { targetResults: 60 });
    const min = median(all.rows.map((row) => row.profile.followers ?? 0));
    const { job, rows } = await run({ followers: { min } }, { targetResults: 20 });
    expect(job).toMatchObject({
      status: "completed",
      creatorsFound: 20,
      creatorsFiltered: 0,
      charged: 20,
      refunded: 0,
    });
    expect(rows.every((row) => (row.profile.followers ?? 0) >= min && row.matches)).toBe(true);
    const [task] = await readTasks(bench, job.id);
    expect(task?.pages).toBeGreaterThan(2);
    expect(task).toMatchObject({ found: 20, taken: 20, leftOutBy: { followers: task?.leftOut } });
    expect(task?.leftOut).toBeGreaterThan(0);
    const { body } = await pollStatus(callerOf(account), { jobId: job.id, limit: 1 }, null);
    expect(body?.keywords).toMatchObject([
      { leftOut: task?.leftOut, leftOutBy: { followers: task?.leftOut } },
    ]);
  });

  it("ends a search in which nobody fits as completed, with nothing charged", async () => {
    const { job, rows } = await run({ followers: { min: 900_000_000_000 } });
    expect(rows).toEqual([]);
    expect(job).toMatchObject({ status: "completed", creatorsFound: 0, charged: 0, refunded: 0 });
    const [task] = await readTasks(bench, job.id);
    expect(task).toMatchObject({ found: 0, exhausted: true, leftOutBy: { followers: task?.leftOut } });
    expect(task?.leftOut).toBeGreaterThan(20);
  });

  it("is not asked of the cache: there, a creator that does not fit is marked", async () => {
    const first = await run(undefined, { platform: "youtube", keywords: ["travel"] });
    await bench.calm();
    const min = median(first.rows.map((row) => row.profile.followers ?? 0));
    const { job, rows } = await run({ followers: { min } }, { platform: "youtube", keywords: ["travel"] });
    expect(await profileCallCount("/v1/youtube/channel")).toBe(0);
    expect(rows.map((row) => row.platformId)).toEqual(first.rows.map((row) => row.platformId));
    const tooSmall = rows.filter((row) => (row.profile.followers ?? 0) < min);
    expect(tooSmall.length).toBeGreaterThan(0);
    for (const row of tooSmall) {
      expect(row).toMatchObject({ state: "enriched", fromCache: true, matches: false });
      expect(row.filterReason).toMatch(/^followers: [\d,]+, at least [\d,]+ wanted$/);
    }
    expect(job).toMatchObject({ creatorsFiltered: tooSmall.length, refunded: tooSmall.length });
  });

  it("excludes by the caption before saving, and by the bio once it is there", async () => {
    const all = await run(undefined, { targetResults: 40 });
    const words = all.rows.flatMap((row) => row.profile.bio?.match(/\b[a-z]{5,}\b/g) ?? []);
    const word =
      words.find((candidate) => words.indexOf(candidate) !== words.lastIndexOf(candidate)) ?? "makeup";
    await bench.sql`delete from creators`;
    const { rows } = await run({ excludeKeywords: [word] }, { targetResults: 40 });
    const isIn = (text: string | null) =>
      new RegExp(`(?<![\\p{L}\\p{N}])${word}(?![\\p{L}\\p{N}])`, "iu").test(text ?? "");
    for (const row of rows) {
      const reason = `contains the excluded keyword "${word}"`;
      expect({ id: row.platformId, reason: row.filterReason }).toEqual({
        id: row.platformId,
        reason: isIn(row.profile.bio) ? reason : null,
      });
    }
    expect(rows.some((row) => !row.matches)).toBe(true);
    const captions = await bench.sql<{ caption: string }[]>`
      select caption from job_creator_matches where job_id = (select id from scraping_jobs order by created_at desc limit 1)`;
    expect(captions.filter(({ caption }) => isIn(caption))).toEqual([]);
  });
});

describe("what the cache knows beyond the search answer", () => {
  it("drops nobody before saving: a bio that is known there marks the row", async () => {
    const all = await run(undefined);
    const posts = await bench.sql<{ platformId: string; text: string }[]>`
      select platform_id, string_agg(concat_ws(' ', caption, hashtags::text), ' ') as text
      from job_creator_matches where job_id = ${all.jobId} group by platform_id`;
    const shown = new Map(posts.map(({ platformId, text }) => [platformId, text.toLowerCase()]));
    const inBioAlone = all.rows.flatMap(({ platformId, profile: { bio, handle, displayName } }) => {
      const elsewhere = `${shown.get(platformId)} ${handle} ${displayName}`.toLowerCase();
      const words = bio?.toLowerCase().match(/\b[a-z]{5,}\b/g) ?? [];
      return words.filter((word) => !elsewhere.includes(word)).map((word) => ({ platformId, word }));
    });
    const [chosen] = inBioAlone;
    if (!chosen) throw new Error("every bio says only what the posts say");
    const { rows } = await run({ excludeKeywords: [chosen.word] });
    expect(rows.find(({ platformId }) => platformId === chosen.platformId)).toMatchObject({
      fromCache: true,
      matches: false,
      filterReason: `contains the excluded keyword "${chosen.word}"`,
    });
  });
});

describe("what only the profile tells", () => {
  it("marks the row with the reason, counts it, and gives it back at the end", async () => {
    const before = await readAllowance(bench, account);
    const { job, rows } = await run({ hasEmail: true });
    const without = rows.filter((row) => row.emails.length === 0);
    expect(without.length).toBeGreaterThan(0);
    expect(without.length).toBeLessThan(20);
    for (const row of rows) {
      const isOut = row.emails.length === 0;
      expect(row).toMatchObject({ matches: !isOut, filterReason: isOut ? "has no e-mail" : null });
      expect(row.filteredBy).toEqual(isOut ? ["hasEmail"] : []);
    }
    // Those that do not fit count toward the target, too.
    expect(job).toMatchObject({
      status: "completed",
      creatorsFound: 20,
      creatorsEnriched: 20,
      creatorsFiltered: without.length,
      charged: 20,
      refunded: without.length,
    });
    const after = await readAllowance(bench, account);
    expect(after).toEqual({ available: before.available - 20 + without.length, held: before.held });
  });

  it("gives nothing back before the end", async () => {
    const jobId = await search({ hasEmail: true });
    let job = await bench.job(jobId);
    while (job.creatorsFiltered === 0) {
      const [task] = await bench.claim();
      if (!task) throw new Error("everybody fits");
      await bench.work(task);
      job = await bench.job(jobId);
    }
    expect(job).toMatchObject({ finishedAt: null, refunded: 0 });
    expect(await bench.violations()).toEqual([]);
    await bench.drain();
    const ended = await bench.job(jobId);
    expect(ended.refunded).toBe(ended.creatorsFiltered);
  });

  it("marks those from the cache when their page is saved", async () => {
    const first = await run({ hasEmail: true });
    await bench.calm();
    const jobId = await search({ hasEmail: true });
    for (;;) {
      const [task] = await bench.claim();
      if (!task) break;
      await bench.work(task);
    }
    expect(await profileCallCount()).toBe(0);
    expect(await readTasks(bench, jobId, "enrich")).toEqual([]);
    const outcome = (rows: Row[]) =>
      rows.map(({ platformId, filterReason }) => ({ platformId, filterReason }));
    expect(outcome(await readRows(jobId))).toEqual(outcome(first.rows));
    expect(await bench.job(jobId)).toMatchObject({
      status: "completed",
      creatorsFiltered: first.job.creatorsFiltered,
      refunded: first.job.creatorsFiltered,
    });
  });

  it("does not judge a creator whose details never came", async () => {
    const jobId = await search({ hasEmail: true, verified: true, language: ["ja"] }, { targetResults: 10 });
    await bench.work(await claimOf(bench, jobId));
    const [gone, broken] = await bench.sql<{ handle: string }[]>`
      select handle from job_creators where job_id = ${jobId} order by position limit 2`;
    await bench.fault({ kind: "not_found", handle: gone?.handle }, { kind: "401", handle: broken?.handle });
    await bench.drain();
    const rows = await readRows(jobId);
    expect(
      rows
        .filter((row) => row.state !== "enriched")
        .map((row) => row.state)
        .sort(),
    ).toEqual(["failed", "unavailable"]);
    for (const row of rows.filter(({ state }) => state !== "enriched")) {
      expect(row).toMatchObject({ matches: true, filterReason: null });
    }
  });

  it("says of a creator that is skipped only that it was skipped", async () => {
    const jobId = await search({ hasEmail: true }, { targetResults: 10 });
    await bench.work(await claimOf(bench, jobId));
    await bench.cancel(account, jobId);
    await bench.drain();
    for (const row of await readRows(jobId)) {
      expect(row).toMatchObject({ state: "skipped", matches: true, filterReason: null });
    }
    expect(await bench.job(jobId)).toMatchObject({ status: "cancelled", creatorsFiltered: 0, refunded: 0 });
  });

  it("gives back what did not fit of a cancelled job", async () => {
    const jobId = await search({ hasEmail: true }, { targetResults: 20 });
    await bench.work(await claimOf(bench, jobId));
    await bench.work(await claimOf(bench, jobId, "enrich"));
    await bench.cancel(account, jobId);
    await bench.drain();
    const job = await bench.job(jobId);
    expect(job.creatorsFiltered).toBeGreaterThan(0);
    expect(job).toMatchObject({ status: "cancelled", refunded: job.creatorsFiltered });
  });

  it("judges those that a batch had fetched when it failed for good", async () => {
    const jobId = await search({ hasEmail: true }, { targetResults: 10 });
    await bench.work(await claimOf(bench, jobId));
    const task = await claimOf(bench, jobId, "enrich");
    // As if the fifth worker in a row had died after fetching all.
    await bench.sql`update creators set enriched_at = clock_timestamp(), emails = '[]'`;
    await bench.sql`
      update job_tasks set attempts = 5, lease_until = clock_timestamp() - interval '1 second' where id = ${task.id}`;
    await bench.drain();
    const rows = await readRows(jobId);
    expect(rows).toHaveLength(10);
    for (const row of rows) expect(row).toMatchObject({ state: "enriched", filterReason: "has no e-mail" });
    expect(await bench.job(jobId)).toMatchObject({ creatorsFiltered: 10, refunded: 10, creatorsFailed: 0 });
  });
});

describe("settles that come twice", () => {
  it("count once, whoever comes late", async () => {
    const jobId = await search({ hasEmail: true }, { targetResults: 20 });
    const page = await claimOf(bench, jobId);
    await bench.work(page);
    expect(await settlePage(bench.engine, page, null)).toMatchObject({ outcome: "stale" });
    const batch = await claimOf(bench, jobId, "enrich");
    await bench.work(batch);
    const { creatorsFiltered } = await bench.job(jobId);
    expect(creatorsFiltered).toBeGreaterThan(0);
    const ids = batch.payload.creatorIds ?? [];
    const again = new Map(
      ids.map((id) => [
        id,
        {
          outcome: "enriched" as const,
          profile: {},
          emails: [],
          enrichedAt: null,
          posts: [],
          fromCache: false,
        },
      ]),
    );
    expect(await settleBatch(bench.engine, batch, again, 0)).toMatchObject({ outcome: "stale" });
    expect((await bench.job(jobId)).creatorsFiltered).toBe(creatorsFiltered);
    await bench.drain();
  });

  it("judge each creator of a batch once, when only one of them is tried again", async () => {
    const jobId = await search({ hasEmail: true }, { targetResults: 10 });
    await bench.work(await claimOf(bench, jobId));
    const [first] = await bench.sql<{ handle: string }[]>`
      select handle from job_creators where job_id = ${jobId} order by position limit 1`;
    await bench.fault({ kind: "500", handle: first?.handle, times: 1 });
    await bench.work(await claimOf(bench, jobId, "enrich"));
    await letTimePass(bench, jobId);
    await bench.drain();
    const rows = await readRows(jobId);
    const job = await bench.job(jobId);
    expect(job.creatorsFiltered).toBe(rows.filter((row) => !row.matches).length);
    expect(job).toMatchObject({ creatorsEnriched: 10, refunded: job.creatorsFiltered });
  });
});

describe("a platform whose search brings whole profiles", () => {
  const body = { platform: "instagram", keywords: ["makeup"], targetResults: 10 };
  const PROFILE = "/v1/instagram/profile";

  it("drops them by what they carry, without a call of their own", async () => {
    const all = await run(undefined, { ...body, targetResults: 30 });
    const min = median(all.rows.map((row) => row.profile.followers ?? 0));
    await bench.sql`delete from creators`;
    await bench.calm();
    const { job, rows } = await run({ followers: { min } }, body);
    expect(rows.every((row) => (row.profile.followers ?? 0) >= min)).toBe(true);
    expect(job).toMatchObject({ creatorsFound: 10, creatorsFiltered: 0 });
    expect(await profileCallCount(PROFILE)).toBe(0);
  });

  it("leaves out those whose bio is clearly in another language, and marks those whose language is not known", async () => {
    const { rows } = await run({ language: ["es"] }, body);
    const whole = rows.filter((row) => row.profile.language === null);
    for (const row of whole) expect(row.filterReason).toBe("language not known");
    expect(whole.length).toBeGreaterThan(0);
    expect(rows.filter((row) => row.profile.language === "en")).toEqual([]);
  });

  it("asks for their profile where a filter needs more than they carry, also with an older one in the cache", async () => {
    await run(undefined, body);
    expect(await profileCallCount(PROFILE)).toBe(0);
    const { job, rows } = await run({ averageViews: { min: 1 } }, body);
    expect(await profileCallCount(PROFILE)).toBe(10);
    expect(rows.filter((row) => row.profile.averageViews !== null).length).toBeGreaterThan(5);
    for (const row of rows) {
      const reason = row.profile.averageViews === null ? "average views not known" : null;
      expect(row).toMatchObject({ state: "enriched", filterReason: reason });
    }
    expect(job).toMatchObject({ status: "completed", creatorsEnriched: 10 });
    await bench.calm();
    // Now the cache knows.
    await run({ averageViews: { min: 1 } }, body);
    expect(await profileCallCount(PROFILE)).toBe(
      rows.filter((row) => row.profile.averageViews === null).length,
    );
  });
});

describe("the language", () => {
  it("is told with its confidence whether or not a filter asks for it, and judged where one does", async () => {
    const plain = await run(undefined, { platform: "youtube", keywords: ["travel"], targetResults: 40 });
    const told = plain.rows.filter((row) => row.profile.language !== null);
    expect(told.length).toBeGreaterThan(10);
    for (const { profile } of told) expect(profile.languageConfidence).toBeGreaterThan(0);
    const { rows } = await run(
      { language: ["en"] },
      { platform: "youtube", keywords: ["travel"], targetResults: 40 },
    );
    for (const { profile, filterReason } of rows) {
      const expected = { en: null, null: "language not known" }[String(profile.language)];
      expect(filterReason).toBe(
        expected === undefined ? `language: ${profile.language}, en wanted` : expected,
      );
    }
  });

  it("is the platform's word where the texts are not clear", async () => {
    const { rows } = await run(undefined, { targetResults: 40 });
    const byPlatform = rows.filter(
      ({ profile }) => profile.language !== null && profile.languageConfidence === null,
    );
    expect(byPlatform.length).toBeGreaterThan(0);
  });
});

describe("what is said of filters", () => {
  const wanted: SearchFilters = { country: ["DE"], hasEmail: true };
  const report = { wanted, applied: ["hasEmail"], notSupported: ["country"] };

  it("is the same in the answer to a dispatch, in the job and in its status; rows carry their reason", async () => {
    const caller = callerOf(account);
    const body = {
      platform: "instagram",
      keywords: ["makeup"],
      targetResults: 10,
      expand: false,
      filters: wanted,
    };
    const { answer } = await dispatchSearch(caller, body, { idempotencyKey: null });
    expect(answer.filters).toEqual(report);
    const { jobId } = answer;
    const early = await pollStatus(caller, { jobId, limit: 100 }, null);
    expect(early.body?.filters).toEqual(report);
    await bench.drain();
    expect((await getJob(caller, jobId)).filters).toEqual(report);
    const { body: status } = await pollStatus(
      caller,
      { jobId, limit: 100, since: early.body?.pagination.nextCursor },
      null,
    );
    const marked = status?.creators.filter((row) => !row.matches) ?? [];
    expect(marked.length).toBeGreaterThan(0);
    for (const row of marked) expect(row.filterReason).toBe("has no e-mail");
    expect(status?.progress.creatorsFiltered).toBe(marked.length);
    expect(status?.progress.details).toContain(`${10 - marked.length} of them fit the filters`);
  });

  it("is that nothing was asked for, where nothing was", async () => {
    const answer = await bench.dispatch(account, { keywords: ["makeup"], targetResults: 1 });
    expect(answer.filters).toEqual({ wanted: null, applied: [], notSupported: [] });
    await bench.cancel(account, answer.jobId);
  });
});
