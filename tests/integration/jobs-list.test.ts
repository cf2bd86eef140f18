import { randomUUID } from "node:crypto";
import { afterAll, afterEach, beforeAll, describe, expect, it } from "vitest";
import { listPeople } from "#lib/auth/index.ts";
import { database } from "#lib/db/index.ts";
import { type JobListQuery, listJobs } from "#lib/search-engine/index.ts";
import { callerOf, type TestAccount, TestBench } from "#tests/support/engine.ts";

let bench: TestBench;
let account: TestAccount;
let colleague: TestAccount;
let campaignId: string;
let jobs: Record<"ended" | "waiting" | "cancelled" | "colleagues" | "other", string>;

beforeAll(async () => {
  bench = await TestBench.start({ sandbox: { synthetic: 400 } });
  account = await bench.makeAccount();
  colleague = { accountId: account.accountId, userId: await addMember("Cole") };
  const [campaign] = await bench.sql<{ id: string }[]>`
    insert into campaigns (account_id, user_id, name) values (${account.accountId}, ${account.userId}, 'Spring')
    returning id`;
  campaignId = campaign?.id ?? "";
  const other = await bench.makeAccount();
  const [ended, colleagues, foreign] = [
    await bench.begin(account, { keywords: ["makeup"], campaignId }),
    await bench.begin(colleague, { keywords: ["travel"], platform: "youtube", targetResults: 5 }),
    await bench.begin(other, { keywords: ["makeup"], targetResults: 5 }),
  ];
  await bench.drain();
  const cancelled = (await bench.dispatch(account, { keywords: ["makeup"] })).jobId;
  await bench.cancel(account, cancelled);
  const waiting = (await bench.dispatch(account, { keywords: ["makeup"] })).jobId;
  jobs = { ended, waiting, cancelled, colleagues, other: foreign };
});
afterEach(async () => expect(await bench.violations()).toEqual([]));
afterAll(async () => {
  await database().end({ timeout: 5 });
  await bench?.stop();
});

async function addMember(name: string): Promise<string> {
  const userId = randomUUID();
  await bench.sql`insert into users (id, email, name) values (${userId}, ${`${userId}@example.com`}, ${name})`;
  await bench.sql`insert into memberships (account_id, user_id) values (${account.accountId}, ${userId})`;
  return userId;
}

async function list(query: Partial<JobListQuery> = {}): Promise<string[]> {
  const { jobs: found } = await listJobs(callerOf(account), { limit: 50, ...query });
  return found.map(({ jobId }) => jobId);
}

describe("the jobs of an account", () => {
  it("are found by state, by platform, by campaign, by person and by run", async () => {
    const { ended, waiting, cancelled, colleagues } = jobs;
    expect(await list()).toEqual([waiting, cancelled, colleagues, ended]);
    expect(await list({ state: "open" })).toEqual([waiting]);
    expect(await list({ state: "ended" })).toEqual([cancelled, colleagues, ended]);
    expect(await list({ state: "cancelled" })).toEqual([cancelled]);
    expect(await list({ state: (await bench.job(waiting)).status })).toEqual([waiting]);
    expect(await list({ state: "error" })).toEqual([]);
    expect(await list({ platform: "youtube" })).toEqual([colleagues]);
    expect(await list({ campaignId })).toEqual([ended]);
    expect(await list({ userId: colleague.userId })).toEqual([colleagues]);
    expect(await list({ runId: (await bench.job(ended)).runId })).toEqual([ended]);
    expect(await list({ state: "ended", userId: account.userId, platform: "tiktok" })).toEqual([
      cancelled,
      ended,
    ]);
  });

  it("name who asked and for what, with what is found and what it has cost", async () => {
    const { jobs: found } = await listJobs(callerOf(account), { limit: 50 });
    const [log] = await bench.sql<{ cost: number }[]>`
      select sum(cost)::int as cost from api_call_logs where job_id = ${jobs.ended}`;
    expect(found.find(({ jobId }) => jobId === jobs.ended)).toMatchObject({
      campaignId,
      campaignName: "Spring",
      userId: account.userId,
      userName: "Tess",
      cost: log?.cost,
      progress: { creatorsFound: 20, percent: 100 },
    });
    expect(found.find(({ jobId }) => jobId === jobs.colleagues)).toMatchObject({
      campaignId: null,
      campaignName: null,
      userName: "Cole",
    });
    expect(found.find(({ jobId }) => jobId === jobs.waiting)).toMatchObject({ cost: 0 });
  });

  it("go on from page to page within a filter", async () => {
    const first = await listJobs(callerOf(account), { limit: 2, state: "ended" });
    expect(first.jobs.map(({ jobId }) => jobId)).toEqual([jobs.cancelled, jobs.colleagues]);
    const cursor = first.nextCursor ?? "";
    const second = await listJobs(callerOf(account), { limit: 2, state: "ended", cursor });
    expect(second.jobs.map(({ jobId }) => jobId)).toEqual([jobs.ended]);
    expect(second.nextCursor).toBeNull();
  });

  it("go on from page to page also within a millisecond", async () => {
    const quick = await bench.makeAccount();
    for (let at = 0; at < 5; at += 1) {
      const { jobId } = await bench.dispatch(quick, { keywords: ["makeup"], targetResults: 1 });
      await bench.sql`
        update scraping_jobs set created_at = '2026-01-01T00:00:00.0005Z'::timestamptz - ${at} * interval '1 microsecond'
        where id = ${jobId}`;
    }
    const listed: string[] = [];
    let cursor: string | undefined;
    do {
      const query: JobListQuery = { limit: 2, ...(cursor === undefined ? {} : { cursor }) };
      const page = await listJobs(callerOf(quick), query);
      listed.push(...page.jobs.map(({ jobId }) => jobId));
      cursor = page.nextCursor ?? undefined;
    } while (cursor !== undefined);
    expect(new Set(listed).size).toBe(5);
  });

  it("are of a platform that there is", () => {
    expect(() => listJobs(callerOf(account), { limit: 5, platform: "myspace" })).toThrow(
      expect.objectContaining({ code: "bad_request", field: "platform" }),
    );
  });
});

describe("the people of an account", () => {
  it("are its members, by name, and nobody else", async () => {
    const { people } = await listPeople(callerOf(account));
    expect(people).toEqual([
      { userId: colleague.userId, name: "Cole", email: `${colleague.userId}@example.com` },
      { userId: account.userId, name: "Tess", email: `${account.userId}@example.com` },
    ]);
  });
});
