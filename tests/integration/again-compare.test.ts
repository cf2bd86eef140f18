import { randomUUID } from "node:crypto";
import { afterAll, afterEach, beforeAll, describe, expect, it } from "vitest";
import { database } from "#lib/db/index.ts";
import {
  afterDispatch,
  type CompareAnswer,
  type CompareQuery,
  compareRuns,
  type DispatchAnswer,
  getJob,
  retrySearch,
  searchAgain,
} from "#lib/search-engine/index.ts";
import { callerOf, type TestAccount, TestBench } from "#tests/support/engine.ts";
import { claimOf, PROFILE_PATH, readCreators } from "#tests/support/engine-probe.ts";
import { inBulk } from "#tests/support/history.ts";

let bench: TestBench;
let account: TestAccount;

beforeAll(async () => {
  bench = await TestBench.start();
});
afterEach(async () => {
  expect(await bench.violations()).toEqual([]);
  await bench.calm();
});
afterAll(async () => {
  await database().end({ timeout: 5 });
  await bench?.stop();
});

async function again(
  jobId: string,
  { runId, key = null }: { runId?: string; key?: string | null } = {},
): Promise<DispatchAnswer> {
  const asked = { idempotencyKey: key, ...(runId === undefined ? {} : { runId }) };
  const dispatched = await searchAgain(callerOf(account), jobId, asked);
  await afterDispatch(account.accountId, dispatched);
  return dispatched.answer;
}

/** A search that has ended. */
async function search(body: Partial<Parameters<TestBench["begin"]>[1]> = {}) {
  const jobId = await bench.begin(account, { keywords: ["lipstick", "yoga"], targetResults: 20, ...body });
  await bench.drain();
  return { jobId, runId: (await bench.job(jobId)).runId };
}

async function newCampaign(isArchived = false): Promise<string> {
  const [campaign] = await bench.sql<{ id: string }[]>`
    insert into campaigns (account_id, user_id, name, archived_at)
    values (${account.accountId}, ${account.userId}, 'Spring', ${isArchived ? new Date() : null}) returning id`;
  return campaign?.id ?? "";
}

function compare(runId: string, query: Partial<CompareQuery> = {}): Promise<CompareAnswer> {
  return compareRuns(callerOf(account), runId, { limit: 100, ...query });
}

const REQUEST = {
  platform: "tiktok",
  keywords: ["lipstick", "yoga"],
  targetResults: 20,
  expand: false,
};

describe("a search run again", () => {
  it("asks for just the same, in a run of its own and the same campaign", async () => {
    account = await bench.makeAccount();
    const campaignId = await newCampaign();
    const filters = { excludeKeywords: ["giveaway"] };
    const first = await search({ campaignId, filters });
    const answer = await again(first.jobId);
    expect(answer).toMatchObject({ status: "dispatching", filters: { wanted: filters } });
    expect(answer.runId).not.toBe(first.runId);
    await bench.drain();
    const before = await bench.job(first.jobId);
    expect(await bench.job(answer.jobId)).toMatchObject({
      request: { ...REQUEST, campaignId, filters },
      campaignId,
      searchKey: before.searchKey,
      againOf: first.jobId,
      status: "completed",
      charged: 20,
    });
    expect(await getJob(callerOf(account), answer.jobId)).toMatchObject({
      runAgainOf: first.jobId,
      retryOf: null,
    });
  });

  it("leaves out a campaign that was archived since", async () => {
    account = await bench.makeAccount();
    const campaignId = await newCampaign();
    const first = await search({ campaignId });
    const key = randomUUID();
    const before = await again(first.jobId, { key });
    await bench.sql`update campaigns set archived_at = now() where id = ${campaignId}`;
    const { jobId } = await again(first.jobId);
    expect(await bench.job(jobId)).toMatchObject({ campaignId: null });
    expect(await again(first.jobId, { key })).toMatchObject({ jobId: before.jobId });
    await bench.drain();
  });

  it("of several platforms is one new run, whose jobs each repeat theirs", async () => {
    account = await bench.makeAccount();
    const first = await search();
    const second = await search({ platform: "youtube", runId: first.runId });
    const one = await again(first.jobId);
    const other = await again(second.jobId, { runId: one.runId });
    expect(other.runId).toBe(one.runId);
    await bench.drain();
    const compared = await compare(one.runId);
    expect(compared).toMatchObject({ with: { runId: first.runId }, counts: { new: 0, gone: 0 } });
    expect(compared.counts.same).toBe((await again40(one, other)).length);
  });

  async function again40(...jobs: DispatchAnswer[]): Promise<string[]> {
    return (await Promise.all(jobs.map(({ jobId }) => bench.creatorIds(jobId)))).flat();
  }

  it("of a retry is the whole search again", async () => {
    account = await bench.makeAccount();
    await bench.fault({ kind: "401", keyword: "yoga" });
    const first = await search({ targetResults: 200 });
    await bench.calm();
    const { answer } = await retrySearch(callerOf(account), first.jobId, { idempotencyKey: null });
    await bench.drain();
    const { jobId } = await again(answer.jobId);
    expect(await bench.job(jobId)).toMatchObject({
      againOf: first.jobId,
      retryOf: null,
      request: { ...REQUEST, targetResults: 200 },
    });
    await bench.drain();
  });

  it("once a key; never of another account's job, nor into another account's run", async () => {
    account = await bench.makeAccount();
    const first = await search();
    const key = randomUUID();
    const answers = await Promise.all(Array.from({ length: 5 }, () => again(first.jobId, { key })));
    expect(new Set(answers.map(({ jobId }) => jobId)).size).toBe(1);
    await bench.drain();
    await expect(again(first.jobId, { key, runId: first.runId })).rejects.toMatchObject({ code: "conflict" });
    account = await bench.makeAccount();
    await expect(again(first.jobId)).rejects.toMatchObject({ code: "not_found" });
    const own = await search();
    await expect(again(own.jobId, { runId: first.runId })).rejects.toMatchObject({
      code: "not_found",
      message: "No such run.",
    });
  });
});

describe("two runs compared", () => {
  it("tell who is new, gone and changed, and in what", async () => {
    account = await bench.makeAccount();
    const first = await search();
    const { jobId, runId } = await again(first.jobId);
    await bench.drain();
    const [a = "", b = "", c = "", d = "", e = ""] = await bench.creatorIds(jobId);
    await inBulk(bench.sql, async (transaction) => {
      const past = (id: string) => transaction`where job_id = ${first.jobId} and platform_id = ${id}`;
      await transaction`update job_creators set platform_id = 'gone' ${past(a)}`;
      await transaction`
        update job_creators set profile = profile || '{"followers": 7, "engagementRate": 0.9}' ${past(b)}`;
      await transaction`
        update job_creators set profile = profile || '{"bio": "old words"}',
          emails = '[{"address": "old@example.org"}]' ${past(c)}`;
      // Below what is told of a sample of posts.
      await transaction`
        update job_creators set profile = profile || jsonb_build_object('engagementRate',
          (profile ->> 'engagementRate')::numeric + 0.00001) ${past(d)}`;
      // Without details in one of the runs nothing is known to have changed.
      await transaction`
        update job_creators set state = 'failed', profile = profile || '{"followers": 7}' ${past(e)}`;
      await transaction`
        update scraping_jobs set creators_failed = 1, creators_enriched = creators_enriched - 1,
          emails_found = (select count(*) from job_creators where job_id = ${first.jobId} and emails <> '[]')
        where id = ${first.jobId}`;
      await transaction`delete from job_creator_matches where job_id = ${first.jobId} and platform_id = ${a}`;
    });
    const compared = await compare(runId);
    expect(compared).toMatchObject({
      runId,
      state: "complete",
      with: { runId: first.runId, state: "partial" },
      counts: { new: 1, gone: 1, changed: 2, same: 17 },
      nextCursor: null,
    });
    expect(compared.creators.map(({ kind }) => kind)).toEqual([
      "new",
      "changed",
      "changed",
      "gone",
      ...Array(17).fill("same"),
    ]);
    const of = (id: string) => compared.creators.find(({ platformId }) => platformId === id);
    expect(of(a)).toMatchObject({ kind: "new", changes: [] });
    expect(of("gone")).toMatchObject({ kind: "gone", changes: [] });
    expect(of(b)?.changes).toEqual([
      { field: "followers", before: 7, after: of(b)?.profile.followers },
      { field: "engagementRate", before: 0.9, after: of(b)?.profile.engagementRate },
    ]);
    expect(of(c)?.changes).toEqual([
      {
        field: "emails",
        before: ["old@example.org"],
        after: of(c)
          ?.emails.map(({ address }) => address)
          .sort(),
      },
      { field: "bio", before: "old words", after: of(c)?.profile.bio },
    ]);
    for (const id of [d, e]) expect(of(id)).toMatchObject({ kind: "same", changes: [] });

    const paged: string[] = [];
    let cursor: string | undefined;
    do {
      const page = await compare(runId, { limit: 3, ...(cursor === undefined ? {} : { cursor }) });
      paged.push(...page.creators.map(({ platformId }) => platformId));
      expect(page.counts).toEqual(compared.counts);
      cursor = page.nextCursor ?? undefined;
    } while (cursor !== undefined);
    expect(paged).toEqual(compared.creators.map(({ platformId }) => platformId));
    const changed = await compare(runId, { kind: "changed", limit: 1 });
    expect(changed).toMatchObject({ counts: compared.counts, creators: [{ kind: "changed" }] });
    expect(changed.nextCursor).not.toBeNull();
    await expect(compare(runId, { cursor: "bm9uZQ" })).rejects.toMatchObject({ field: "cursor" });
  });

  it("by default with the newest earlier one that asked for the same, in whichever order of keywords", async () => {
    account = await bench.makeAccount();
    const older = await search();
    const newer = await search({ keywords: ["yoga", "lipstick"] });
    await search({ targetResults: 19 });
    await search({ filters: { verified: true } });
    const wider = await search();
    await search({ platform: "youtube", runId: wider.runId });
    const last = await search();
    expect((await compare(last.runId)).with?.runId).toBe(newer.runId);
    expect((await compare(newer.runId)).with?.runId).toBe(older.runId);
    expect(await compare(older.runId)).toMatchObject({ with: null, creators: [], counts: { new: 0 } });
    expect((await compare(older.runId, { with: last.runId })).with?.runId).toBe(last.runId);
  });

  it("say when one of them is still under way, or was stopped", async () => {
    account = await bench.makeAccount();
    const first = await search();
    const { jobId, runId } = await again(first.jobId);
    await bench.work(await claimOf(bench, jobId));
    expect(await compare(runId)).toMatchObject({ state: "running", with: { state: "complete" } });
    await bench.cancel(account, jobId);
    await bench.drain();
    expect(await compare(runId)).toMatchObject({ state: "partial" });
  });

  it("count a creator as its retry has it, and one that does not fit in neither", async () => {
    account = await bench.makeAccount();
    await bench.sql`delete from creators`;
    const body = { keywords: ["yoga"], targetResults: 10 };
    const jobId = await bench.begin(account, body);
    await bench.work(await claimOf(bench, jobId));
    const [unlucky, unfit] = await readCreators(bench, jobId);
    await bench.fault({ kind: "401", path: PROFILE_PATH, handle: unlucky?.handle });
    await bench.drain();
    await bench.calm();
    const { answer } = await retrySearch(callerOf(account), jobId, { idempotencyKey: null });
    await bench.drain();
    const later = await search(body);
    const pair = await compare(later.runId);
    expect(pair).toMatchObject({ with: { runId: answer.runId, state: "complete" } });
    expect(pair.counts).toEqual({ new: 0, changed: 0, gone: 0, same: 10 });
    await inBulk(bench.sql, async (transaction) => {
      await transaction`
        update job_creators set matches = false where job_id = ${later.jobId} and platform_id = ${unfit?.platformId ?? ""}`;
      await transaction`update scraping_jobs set creators_filtered = 1 where id = ${later.jobId}`;
    });
    expect((await compare(later.runId)).counts).toEqual({ new: 0, changed: 0, gone: 1, same: 9 });
  });

  it("must both be the account's", async () => {
    account = await bench.makeAccount();
    const foreign = await search();
    account = await bench.makeAccount();
    const own = await search();
    await expect(compare(foreign.runId)).rejects.toMatchObject({ code: "not_found" });
    await expect(compare(own.runId, { with: foreign.runId })).rejects.toMatchObject({ code: "not_found" });
    await expect(compare(own.runId, { with: own.runId })).rejects.toMatchObject({ field: "with" });
    expect(await compare(own.runId)).toMatchObject({ with: null });
  });
});
