import { afterAll, afterEach, beforeAll, describe, expect, it } from "vitest";
import { database } from "#lib/db/index.ts";
import { registerAdapter } from "#lib/search-engine/v2/index.ts";
import { callerOf, type TestAccount, TestBench } from "#tests/support/engine.ts";
import {
  readAllowance,
  readCallLog,
  readTasks,
  SEARCH_PATH,
  seenCalls,
  withTimeLimit,
} from "#tests/support/engine-probe.ts";
import { pollStatus } from "#tests/support/status.ts";

const PAGE_SIZE = 12;
let bench: TestBench;
let account: TestAccount;

beforeAll(async () => {
  // Words that nobody writes match only the made-up creators: one post each, a full page every time.
  bench = await TestBench.start({ sandbox: { synthetic: 1_000_000, pageSize: PAGE_SIZE } });
  registerAdapter(withTimeLimit(300));
  account = await bench.makeAccount();
});
afterEach(async () => {
  expect(await bench.violations()).toEqual([]);
  await bench.calm();
});
afterAll(async () => {
  await database().end({ timeout: 5 });
  await bench?.stop();
});

async function errorsOf(jobId: string) {
  const { body } = await pollStatus(callerOf(account), { jobId, limit: 1 }, null);
  return body?.errors;
}

describe("one bad answer to a search", () => {
  it.each([
    { kind: "500", keyword: "zzqa", outcome: "http", status: 500, cost: 0 },
    { kind: "error_200", keyword: "zzqb", outcome: "bad_body", status: 200, cost: 1 },
    { kind: "cut_off", keyword: "zzqc", outcome: "bad_body", status: 200, cost: 1 },
    { kind: "hang", keyword: "zzqd", outcome: "timeout", status: null, cost: 1 },
    { kind: "renamed_field", keyword: "zzqe", outcome: "format", status: 200, cost: 1 },
  ])("$kind is tried again and the job completes", async ({ kind, keyword, outcome, status, cost }) => {
    await bench.fault({ kind, keyword, times: 1, path: SEARCH_PATH });
    const jobId = await bench.begin(account, { keywords: [keyword], targetResults: PAGE_SIZE });
    await bench.drain();
    expect(await bench.job(jobId)).toMatchObject({ status: "completed", creatorsFound: PAGE_SIZE });
    const searches = (await readCallLog(bench, jobId)).filter((call) => call.action === "search");
    expect(searches).toMatchObject([
      { outcome, status, cost },
      { outcome: "ok", status: 200, cost: 1 },
    ]);
    const [task] = await readTasks(bench, jobId);
    expect(task).toMatchObject({ state: "done", error: null, errorCode: null, cost: cost + 1 });
    expect(await errorsOf(jobId)).toEqual([]);
  });
});

describe("a search that fails for ever", () => {
  it.each([
    { kind: "500", calls: 5, code: "http", message: "Something went wrong" },
    { kind: "error_200", calls: 5, code: "bad_body", message: "Something went wrong" },
    {
      kind: "renamed_field",
      calls: 2,
      code: "format",
      message: "The provider's answers have an unknown format; the admins have been told.",
    },
    { kind: "hang", calls: 5, code: "timeout", message: "The provider did not answer in time." },
    { kind: "401", calls: 1, code: "unauthorized", message: "Invalid api key" },
  ])("$kind ends the keyword after $calls calls, with its reason", async ({ kind, calls, code, message }) => {
    await bench.fault({ kind, path: SEARCH_PATH });
    const before = await readAllowance(bench, account);
    const jobId = await bench.begin(account, { keywords: [`zzq${kind}`], targetResults: PAGE_SIZE });
    await bench.drain();
    expect(await bench.job(jobId)).toMatchObject({ status: "error", keywordsFailed: 1, creatorsFound: 0 });
    expect(await seenCalls(bench, SEARCH_PATH)).toHaveLength(calls);
    expect(await errorsOf(jobId)).toEqual([
      { keyword: `zzq${kind}`, code, message: expect.stringMatching(message) },
    ]);
    expect(await readAllowance(bench, account)).toEqual(before);
  });

  it("makes the job partial when other keywords delivered, and names the keyword", async () => {
    await bench.fault({ kind: "500", keyword: "zzqbad" });
    const jobId = await bench.begin(account, {
      keywords: ["zzqgooda", "zzqbad", "zzqgoodb"],
      targetResults: 30,
    });
    await bench.drain();
    expect(await bench.job(jobId)).toMatchObject({
      status: "partial",
      creatorsFound: 30,
      creatorsEnriched: 30,
      keywordsFailed: 1,
      keywordsCompleted: 2,
    });
    expect(await errorsOf(jobId)).toEqual([
      { keyword: "zzqbad", code: "http", message: "Something went wrong" },
    ]);
  });

  it("is an error when every keyword fails, and nothing is charged", async () => {
    await bench.fault({ kind: "500", path: SEARCH_PATH });
    const jobId = await bench.begin(account, { keywords: ["zzqx", "zzqy", "zzqz"], targetResults: 30 });
    await bench.drain();
    const job = await bench.job(jobId);
    expect(job).toMatchObject({ status: "error", keywordsFailed: 3, charged: 0, percent: 100 });
    expect(await errorsOf(jobId)).toHaveLength(3);
  });
});

describe("an odd page", () => {
  it("with malformed items keeps the others and goes on", async () => {
    await bench.fault({ kind: "malformed_items", keyword: "zzqm", times: 1 });
    const jobId = await bench.begin(account, { keywords: ["zzqm"], targetResults: PAGE_SIZE });
    const [task] = await bench.claim();
    if (!task) throw new Error("nothing was due");
    await bench.work(task);
    const [after] = await readTasks(bench, jobId);
    expect(after?.found).toBe(PAGE_SIZE - 3);
    await bench.drain();
    expect(await bench.job(jobId)).toMatchObject({ status: "completed", creatorsFound: PAGE_SIZE });
    expect(await seenCalls(bench, SEARCH_PATH)).toHaveLength(2);
  });

  it("with duplicate items delivers each creator and each post once", async () => {
    await bench.fault({ kind: "duplicate_items", keyword: "zzqdup" });
    const jobId = await bench.begin(account, { keywords: ["zzqdup"], targetResults: 2 * PAGE_SIZE });
    await bench.drain();
    expect(await bench.job(jobId)).toMatchObject({ status: "completed", creatorsFound: 2 * PAGE_SIZE });
    expect(new Set(await bench.creatorIds(jobId)).size).toBe(2 * PAGE_SIZE);
    const [matches] = await bench.sql<{ count: number }[]>`
      select count(*)::int as count from job_creator_matches where job_id = ${jobId}`;
    expect(matches?.count).toBe(2 * PAGE_SIZE);
    expect(await seenCalls(bench, SEARCH_PATH)).toHaveLength(2);
  });

  it("with a cursor that stands still ends the paging", async () => {
    await bench.fault({ kind: "repeated_cursor", keyword: "zzqrep" });
    const before = await readAllowance(bench, account);
    const jobId = await bench.begin(account, { keywords: ["zzqrep"], targetResults: 50 });
    await bench.drain();
    expect(await bench.job(jobId)).toMatchObject({
      status: "completed",
      creatorsFound: PAGE_SIZE,
      charged: 12,
    });
    expect(await seenCalls(bench, SEARCH_PATH)).toHaveLength(2);
    expect(await readAllowance(bench, account)).toEqual({ available: before.available - PAGE_SIZE, held: 0 });
  });

  it("that is empty ends the keyword: completed with 0 found, everything released", async () => {
    await bench.fault({ kind: "empty_page", keyword: "zzqempty" });
    const before = await readAllowance(bench, account);
    const jobId = await bench.begin(account, { keywords: ["zzqempty"], targetResults: 50 });
    await bench.drain();
    expect(await bench.job(jobId)).toMatchObject({
      status: "completed",
      creatorsFound: 0,
      keywordsCompleted: 1,
      percent: 100,
      charged: 0,
      enrichmentStatus: "completed",
    });
    expect(await seenCalls(bench, SEARCH_PATH)).toHaveLength(1);
    expect(await readAllowance(bench, account)).toEqual(before);
    expect(await errorsOf(jobId)).toEqual([]);
  });
});
