import { afterAll, afterEach, beforeAll, describe, expect, it } from "vitest";
import { database } from "#lib/db/index.ts";
import { registerAdapter } from "#lib/search-engine/v2/index.ts";
import { callerOf, type TestAccount, TestBench } from "#tests/support/engine.ts";
import {
  beginWithPage,
  PROFILE_PATH,
  profileCalls,
  readCreators,
  readTasks,
  seenCalls,
  withTimeLimit,
} from "#tests/support/engine-probe.ts";
import { pollStatus } from "#tests/support/status.ts";

let bench: TestBench;
let account: TestAccount;

beforeAll(async () => {
  bench = await TestBench.start({ sandbox: { synthetic: 1_000_000, pageSize: 10 } });
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

const beginWithTen = (keyword: string) => beginWithPage(bench, account, keyword);

async function creatorOf(jobId: string, handle: string) {
  return (await readCreators(bench, jobId)).find((creator) => creator.handle === handle);
}

async function errorsOf(jobId: string) {
  return (await pollStatus(callerOf(account), { jobId, limit: 1 }, null)).body?.errors;
}

describe("a profile that is gone or private", () => {
  it.each([
    { kind: "private", reason: "private" },
    { kind: "not_found", reason: "not_found" },
  ])("$kind is unavailable: asked once, no failure, the job completes", async ({ kind, reason }) => {
    const { jobId, handles, first: unlucky } = await beginWithTen(`zzq${kind}`);
    await bench.fault({ kind, handle: unlucky });
    await bench.drain();
    expect(await bench.job(jobId)).toMatchObject({
      status: "completed",
      creatorsEnriched: 9,
      creatorsUnavailable: 1,
      creatorsFailed: 0,
      charged: 10,
    });
    expect(await creatorOf(jobId, unlucky)).toMatchObject({ state: "unavailable", reason, enrichedAt: null });
    expect(await profileCalls(bench)).toEqual(new Map(handles.map((handle) => [handle, 1])));
    expect(await errorsOf(jobId)).toEqual([]);
  });
});

describe("one failing profile of ten", () => {
  it.each(["500", "error_200", "cut_off", "hang"])("is retried alone after %s", async (kind) => {
    const { jobId, handles, first: unlucky } = await beginWithTen(`zzqonce${kind}`);
    await bench.fault({ kind, handle: unlucky, times: 2 });
    await bench.drain();
    expect(await bench.job(jobId)).toMatchObject({ status: "completed", creatorsEnriched: 10 });
    const expected = handles.map((handle): [string, number] => [handle, handle === unlucky ? 3 : 1]);
    expect(await profileCalls(bench)).toEqual(new Map(expected));
  });

  it("is retried without the one that is gone", async () => {
    const { jobId, handles } = await beginWithTen("zzqgone");
    const [gone = "", unlucky = ""] = handles;
    await bench.fault({ kind: "not_found", handle: gone }, { kind: "500", handle: unlucky, times: 1 });
    await bench.drain();
    expect(await bench.job(jobId)).toMatchObject({
      status: "completed",
      creatorsEnriched: 9,
      creatorsUnavailable: 1,
    });
    const expected = handles.map((handle): [string, number] => [handle, handle === unlucky ? 2 : 1]);
    expect(await profileCalls(bench)).toEqual(new Map(expected));
  });

  it("fails after the attempts, and makes the job partial with the reason", async () => {
    const { jobId, handles, first: unlucky } = await beginWithTen("zzqever");
    await bench.fault({ kind: "500", handle: unlucky });
    await bench.drain();
    expect(await bench.job(jobId)).toMatchObject({
      status: "partial",
      creatorsFound: 10,
      creatorsEnriched: 9,
      creatorsFailed: 1,
      keywordsFailed: 0,
    });
    expect(await creatorOf(jobId, unlucky)).toMatchObject({
      state: "failed",
      reason: "Something went wrong",
    });
    const counts = await profileCalls(bench);
    expect(counts.get(unlucky)).toBe(5);
    counts.delete(unlucky);
    expect([...counts.values()]).toEqual(Array(9).fill(1));
    expect(counts.size).toBe(handles.length - 1);
    expect(await errorsOf(jobId)).toEqual([
      { code: "creator_failed", message: "Something went wrong", count: 1 },
    ]);
    expect(await readTasks(bench, jobId, "enrich")).toMatchObject([
      { state: "failed", errorCode: "http", error: "Something went wrong" },
    ]);
  });
});

describe("profiles that all fail", () => {
  it("for good end the job as partial, with what the search knew", async () => {
    const { jobId } = await beginWithTen("zzqall");
    await bench.fault({ kind: "500", path: PROFILE_PATH });
    await bench.drain();
    expect(await bench.job(jobId)).toMatchObject({
      status: "partial",
      creatorsFound: 10,
      creatorsFailed: 10,
    });
    expect(await seenCalls(bench, PROFILE_PATH)).toHaveLength(5 * 10);
    expect((await readCreators(bench, jobId)).every((creator) => creator.handle.length > 0)).toBe(true);
  });

  it("for a bad key are asked once each", async () => {
    const { jobId } = await beginWithTen("zzqkey");
    await bench.fault({ kind: "401", path: PROFILE_PATH });
    await bench.drain();
    expect(await bench.job(jobId)).toMatchObject({ status: "partial", creatorsFailed: 10 });
    expect(await seenCalls(bench, PROFILE_PATH)).toHaveLength(10);
    expect(await errorsOf(jobId)).toEqual([
      { code: "creator_failed", message: "Invalid api key", count: 10 },
    ]);
  });
});
