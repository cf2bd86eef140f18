import { randomUUID } from "node:crypto";
import { afterAll, afterEach, beforeAll, describe, expect, it } from "vitest";
import { database } from "#lib/db/index.ts";
import { afterDispatch, getJob, type RetryAnswer, retrySearch } from "#lib/search-engine/index.ts";
import { sweep } from "#lib/search-engine/v2/index.ts";
import { callerOf, type TestAccount, TestBench } from "#tests/support/engine.ts";
import {
  claimOf,
  PROFILE_PATH,
  profileCalls,
  readAllowance,
  readCreators,
  readTasks,
  until,
} from "#tests/support/engine-probe.ts";
import { pollStatus } from "#tests/support/status.ts";

let bench: TestBench;
let account: TestAccount;

beforeAll(async () => {
  bench = await TestBench.start({ sandbox: { synthetic: 25 }, settings: { freshDays: 0 } });
});
afterEach(async () => {
  expect(await bench.violations()).toEqual([]);
  await bench.calm();
});
afterAll(async () => {
  await database().end({ timeout: 5 });
  await bench?.stop();
});

/** Nobody uses these two words: for each the sandbox makes up the same few creators. */
const GOOD = "zzqa";
const GOOD_TOO = "zzqb";
/** The sample data has more than one page of it, and not enough for the target. */
const BAD = "lipstick";
const TARGET = 200;

async function newAccount(plan?: string): Promise<TestAccount> {
  account = await bench.makeAccount(plan);
  return account;
}

async function retry(jobId: string, idempotencyKey: string | null = null): Promise<RetryAnswer> {
  const retried = await retrySearch(callerOf(account), jobId, { idempotencyKey });
  await afterDispatch(account.accountId, retried);
  return retried.answer;
}

/** A search of which one keyword failed. */
async function endWithoutKeyword(keywords = [GOOD, BAD], targetResults = TARGET): Promise<string> {
  await bench.fault({ kind: "401", keyword: BAD });
  const jobId = await bench.begin(account, { keywords, targetResults });
  await bench.drain();
  await bench.calm();
  return jobId;
}

/** A search of ten creators, of which these many have no details. */
async function endWithoutDetails(count: number, body: object = {}): Promise<string> {
  const jobId = await bench.begin(account, { keywords: [GOOD], targetResults: 10, ...body });
  await bench.work(await claimOf(bench, jobId));
  const creators = await readCreators(bench, jobId);
  const rules = creators.slice(0, count).map(({ handle }) => ({ kind: "401", path: PROFILE_PATH, handle }));
  await bench.fault(...rules);
  await bench.drain();
  await bench.calm();
  return jobId;
}

async function canRetry(jobId: string) {
  const { canRetry: scope } = await getJob(callerOf(account), jobId);
  const { body } = await pollStatus(callerOf(account), { jobId, limit: 1 }, null);
  expect(body?.canRetry).toEqual(scope);
  return scope;
}

function passDeadline(jobId: string): Promise<unknown> {
  return bench.sql`
    update scraping_jobs set deadline_at = clock_timestamp() - interval '1 second' where id = ${jobId}`;
}

const NOTHING = { keywords: 0, creators: 0, expansion: false };

describe("a retry of a failed keyword", () => {
  it("finds what was left, and delivers and charges nobody again whom the run has", async () => {
    const reference = await newAccount();
    const aloneId = await bench.begin(reference, { keywords: [BAD, GOOD_TOO], targetResults: TARGET });
    await bench.drain();
    const ofBad = await bench.creatorIds(aloneId);

    await newAccount();
    await bench.fault({ kind: "401", keyword: GOOD_TOO });
    const jobId = await endWithoutKeyword([GOOD, BAD, GOOD_TOO]);
    const before = await bench.job(jobId);
    const had = await bench.creatorIds(jobId);
    expect(before).toMatchObject({ status: "partial", keywordsFailed: 2 });
    expect(ofBad.some((id) => had.includes(id))).toBe(true);
    expect(await canRetry(jobId)).toEqual({ keywords: 2, creators: 0, expansion: false });

    const { jobId: retryId, runId, status } = await retry(jobId);
    expect({ runId, status }).toEqual({ runId: before.runId, status: "dispatching" });
    const left = TARGET - before.creatorsFound;
    expect(await bench.job(retryId)).toMatchObject({
      retryOf: jobId,
      targetResults: left,
      reserved: left,
      keywordsDispatched: 2,
      searchKey: null,
      request: { ...(before.request as object), keywords: [BAD, GOOD_TOO], targetResults: left },
    });
    await bench.drain();
    const after = await bench.job(retryId);
    const found = await bench.creatorIds(retryId);
    expect(after).toMatchObject({ status: "completed", charged: found.length, creatorsCopied: 0 });
    expect(new Set(found)).toEqual(new Set(ofBad.filter((id) => !had.includes(id))));
    expect(await readAllowance(bench, account)).toEqual({
      available: 200_000 - had.length - found.length,
      held: 0,
    });
    expect(await canRetry(jobId)).toEqual(NOTHING);
    expect(await bench.job(jobId)).toEqual(before);
    expect(await getJob(callerOf(account), retryId)).toMatchObject({ retryOf: jobId, runAgainOf: null });
  });

  it("that fails again is retried in its turn, and by that retry alone", async () => {
    await newAccount();
    const jobId = await endWithoutKeyword();
    await bench.fault({ kind: "401", keyword: BAD });
    const first = await retry(jobId);
    await bench.drain();
    await bench.calm();
    expect(await bench.job(first.jobId)).toMatchObject({ status: "error", keywordsFailed: 1, charged: 0 });
    expect(await canRetry(jobId)).toEqual(NOTHING);
    await expect(retry(jobId)).rejects.toMatchObject({ code: "conflict" });
    expect(await canRetry(first.jobId)).toMatchObject({ keywords: 1 });
    const second = await retry(first.jobId);
    await bench.drain();
    const last = await bench.job(second.jobId);
    expect(last).toMatchObject({ retryOf: first.jobId, status: "completed" });
    expect(last.targetResults).toBe(TARGET - (await bench.job(jobId)).creatorsFound);
    const all = [...(await bench.creatorIds(jobId)), ...(await bench.creatorIds(second.jobId))];
    expect(new Set(all).size).toBe(all.length);
    expect(await canRetry(first.jobId)).toEqual(NOTHING);
  });

  it("is refused where the target was met without it", async () => {
    await newAccount();
    const jobId = await endWithoutKeyword([GOOD, BAD], 20);
    expect(await bench.job(jobId)).toMatchObject({ status: "partial", creatorsFound: 20, keywordsFailed: 1 });
    expect(await canRetry(jobId)).toEqual(NOTHING);
    await expect(retry(jobId)).rejects.toMatchObject({
      code: "conflict",
      message: "The target was met without what failed: nothing is left to search for.",
    });
  });
});

describe("a retry of failed details", () => {
  it("copies just those in, uncharged, completes them, and has no keyword to fail for", async () => {
    await newAccount();
    const jobId = await endWithoutDetails(3);
    const before = await readCreators(bench, jobId);
    const failed = before.filter(({ state }) => state === "failed");
    expect(failed).toHaveLength(3);
    expect(await canRetry(jobId)).toEqual({ keywords: 0, creators: 3, expansion: false });
    const allowance = await readAllowance(bench, account);

    const { jobId: retryId } = await retry(jobId);
    expect(await bench.violations()).toEqual([]);
    expect(await bench.job(retryId)).toMatchObject({
      targetResults: 0,
      reserved: 0,
      creatorsFound: 0,
      creatorsCopied: 3,
      keywordsDispatched: 0,
      openTasks: 1,
    });
    await bench.drain();
    expect(await bench.job(retryId)).toMatchObject({
      status: "completed",
      percent: 100,
      creatorsFound: 0,
      creatorsEnriched: 3,
      charged: 0,
      refunded: 0,
    });
    expect(await readCreators(bench, retryId)).toMatchObject(
      failed.map(({ platformId }, index) => ({ platformId, position: index + 1, state: "enriched" })),
    );
    expect([...(await profileCalls(bench)).keys()].sort()).toEqual(failed.map(({ handle }) => handle).sort());
    expect(await readAllowance(bench, account)).toEqual(allowance);
    const { body } = await pollStatus(callerOf(account), { jobId: retryId, limit: 10 }, null);
    expect(body?.progress).toMatchObject({ creatorsFound: 0, creatorsCopied: 3, creatorsEnriched: 3 });
    expect(body?.pagination.total).toBe(3);
    const { body: original } = await pollStatus(callerOf(account), { jobId, limit: 100 }, null);
    for (const row of body?.creators ?? []) {
      const known = original?.creators.find(({ platformId }) => platformId === row.platformId);
      expect(row.matchedOn).toEqual(known?.matchedOn);
    }
    expect(await canRetry(jobId)).toEqual(NOTHING);
  });

  it("that fails again is partial, and the copies fill neither target nor hold of a keyword beside them", async () => {
    await newAccount();
    await bench.fault({ kind: "401", keyword: BAD });
    const jobId = await bench.begin(account, { keywords: [GOOD, BAD], targetResults: TARGET });
    await bench.work(await claimOf(bench, jobId));
    const [unlucky] = await readCreators(bench, jobId);
    const rule = { kind: "401", path: PROFILE_PATH, handle: unlucky?.handle };
    await bench.fault(rule);
    await bench.drain();
    await bench.calm();
    const { creatorsFound } = await bench.job(jobId);
    expect(await canRetry(jobId)).toEqual({ keywords: 1, creators: 1, expansion: false });
    await bench.fault(rule);
    const { jobId: retryId } = await retry(jobId);
    await bench.drain();
    await bench.calm();
    const after = await bench.job(retryId);
    expect(after).toMatchObject({
      status: "partial",
      targetResults: TARGET - creatorsFound,
      creatorsCopied: 1,
      creatorsFailed: 1,
      keywordsCompleted: 1,
      charged: after.creatorsFound,
    });
    expect(after.creatorsFound).toBeGreaterThan(0);
    expect((await readCreators(bench, retryId)).map(({ position }) => position)).toEqual(
      Array.from({ length: after.creatorsFound + 1 }, (_, index) => index + 1),
    );
    expect(await canRetry(retryId)).toEqual({ keywords: 0, creators: 1, expansion: false });
    const { jobId: lastId } = await retry(retryId);
    await bench.drain();
    expect(await bench.job(lastId)).toMatchObject({ status: "completed", creatorsEnriched: 1, charged: 0 });
  });

  it("that turn out not to fit the filters gives nothing back that this job never took", async () => {
    await newAccount();
    const filters = { followers: { min: 1_000_000_000 } };
    const jobId = await endWithoutDetails(2);
    await bench.sql`alter table scraping_jobs disable trigger guard_job`;
    await bench.sql`
      update scraping_jobs set request = request || ${bench.sql.json({ filters })} where id = ${jobId}`;
    await bench.sql`alter table scraping_jobs enable trigger guard_job`;
    const { jobId: retryId } = await retry(jobId);
    await bench.drain();
    expect(await bench.job(retryId)).toMatchObject({
      status: "completed",
      creatorsFiltered: 2,
      refunded: 0,
      charged: 0,
    });
  });
});

describe("a job that did not come to its end by itself", () => {
  it("at its deadline is gone on with: keywords, details and expansion that were left", async () => {
    await newAccount();
    const jobId = await bench.begin(account, {
      keywords: [GOOD, BAD],
      targetResults: TARGET,
      expand: true,
    });
    await bench.work(await claimOf(bench, jobId));
    const { creatorsFound } = await bench.job(jobId);
    await passDeadline(jobId);
    await sweep(bench.engine);
    expect(await bench.job(jobId)).toMatchObject({ status: "partial", expansionStatus: "failed" });
    expect(await canRetry(jobId)).toEqual({ keywords: 2, creators: creatorsFound, expansion: true });
    const { jobId: retryId } = await retry(jobId);
    await bench.drain();
    const after = await bench.job(retryId);
    expect(after).toMatchObject({
      status: "completed",
      targetResults: TARGET - creatorsFound,
      creatorsCopied: creatorsFound,
      expansionStatus: "completed",
    });
    const searched = (await readTasks(bench, retryId)).map(({ keyword }) => keyword);
    expect(searched.length).toBeGreaterThan(2);
    expect(new Set(searched).size).toBe(searched.length);
    const found = (await bench.creatorIds(retryId)).slice(creatorsFound);
    const had = new Set(await bench.creatorIds(jobId));
    expect(found.filter((id) => had.has(id))).toEqual([]);
  });

  it("for its expansion alone asks with the keywords it was given, and for none of them", async () => {
    await newAccount();
    const jobId = await bench.begin(account, { keywords: [GOOD], targetResults: 5_000, expand: true });
    for (;;) {
      const open = (await readTasks(bench, jobId)).filter(({ state }) => state === "pending");
      if (open.length === 0) break;
      await bench.work(await claimOf(bench, jobId));
    }
    for (const _ of await readTasks(bench, jobId, "enrich"))
      await bench.work(await claimOf(bench, jobId, "enrich"));
    await passDeadline(jobId);
    await sweep(bench.engine);
    expect(await canRetry(jobId)).toEqual({ keywords: 0, creators: 0, expansion: true });
    const { jobId: retryId } = await retry(jobId);
    await bench.drain();
    const searched = (await readTasks(bench, retryId)).map(({ keyword }) => keyword);
    expect(searched.length).toBeGreaterThan(0);
    expect(searched).not.toContain(GOOD);
  });

  it("cancelled by the user, has nothing to retry unless something failed", async () => {
    await newAccount();
    const jobId = await bench.begin(account, { keywords: [GOOD, BAD], targetResults: TARGET });
    await bench.work(await claimOf(bench, jobId));
    await bench.cancel(account, jobId);
    expect(await bench.job(jobId)).toMatchObject({ status: "cancelled" });
    expect(await canRetry(jobId)).toEqual(NOTHING);
    await expect(retry(jobId)).rejects.toMatchObject({ code: "conflict" });
  });

  it("a cancelled retry gives its units back to the job", async () => {
    await newAccount();
    const jobId = await endWithoutKeyword();
    const first = await retry(jobId);
    expect(await canRetry(jobId)).toEqual(NOTHING);
    await bench.cancel(account, first.jobId);
    expect(await canRetry(first.jobId)).toEqual(NOTHING);
    expect(await canRetry(jobId)).toMatchObject({ keywords: 1 });
    const second = await retry(jobId);
    expect(second.jobId).not.toBe(first.jobId);
    await bench.drain();
    expect(await bench.job(second.jobId)).toMatchObject({ retryOf: jobId, status: "completed" });
  });
});

describe("asked for", () => {
  it("many times at once, it is made once", async () => {
    await newAccount();
    const jobId = await endWithoutKeyword();
    const answers = await Promise.all(
      Array.from({ length: 10 }, (_, index) =>
        retry(jobId, index < 5 ? null : `key ${index}`.replace(" ", "")),
      ),
    );
    expect(new Set(answers.map((answer) => answer.jobId)).size).toBe(1);
    await bench.drain();
    const [{ count } = { count: 0 }] = await bench.sql<{ count: number }[]>`
      select count(*)::int as count from scraping_jobs where retry_of = ${jobId}`;
    expect(count).toBe(1);
  });

  it("by two who look at the same moment, it is made once", async () => {
    await newAccount();
    const jobId = await endWithoutKeyword();
    let both: Promise<RetryAnswer[]> = Promise.resolve([]);
    await bench.sql.begin(async (hold) => {
      await hold`select 1 from accounts where id = ${account.accountId} for no key update`;
      both = Promise.all([retry(jobId), retry(jobId)]);
      await until("both wait for the account", async () => {
        const waiting = await bench.sql`
          select 1 from pg_stat_activity where wait_event_type = 'Lock' and datname = current_database()
            and query like '%from accounts%for no key update%'`;
        return waiting.length === 2;
      });
    });
    const [one, other] = await both;
    expect(other?.jobId).toBe(one?.jobId);
    await bench.drain();
  });

  it("with an Idempotency-Key again after the end, it is the same; for something else it is refused", async () => {
    await newAccount();
    const key = randomUUID();
    const jobId = await endWithoutKeyword();
    const first = await retry(jobId, key);
    await bench.drain();
    expect(await retry(jobId, key)).toMatchObject({ jobId: first.jobId, status: "completed" });
    await expect(retry(first.jobId, key)).rejects.toMatchObject({
      code: "conflict",
      field: "Idempotency-Key",
    });
  });

  it("before the end, it is refused; of another account's job there is none", async () => {
    await newAccount();
    const jobId = await bench.begin(account, { keywords: [GOOD], targetResults: 10 });
    await expect(retry(jobId)).rejects.toMatchObject({
      code: "conflict",
      message: "The job has not ended yet: what failed can be retried then.",
    });
    await bench.drain();
    await expect(retry(jobId)).rejects.toMatchObject({ code: "conflict" });
    await newAccount();
    await expect(retry(jobId)).rejects.toMatchObject({ code: "not_found" });
    await expect(retry(randomUUID())).rejects.toMatchObject({ code: "not_found" });
  });

  it("beyond the allowance, it is refused as a dispatch is, and nothing is made", async () => {
    await newAccount("free");
    const jobId = await endWithoutKeyword([GOOD, BAD], 200);
    const { creatorsFound } = await bench.job(jobId);
    const left = 200 - creatorsFound;
    await bench.begin(account, { keywords: [GOOD], targetResults: left });
    await expect(retry(jobId)).rejects.toMatchObject({ code: "allowance_exceeded", field: "targetResults" });
    expect(await bench.sql`select 1 from scraping_jobs where retry_of = ${jobId}`).toHaveLength(0);
    await bench.drain();
  });

  it("with more keywords than the plan allows, it is taken where expansion had added them", async () => {
    await newAccount("free");
    const jobId = await bench.begin(account, { keywords: [GOOD], targetResults: 200, expand: true });
    await bench.work(await claimOf(bench, jobId, "expand"));
    expect((await readTasks(bench, jobId)).length).toBeGreaterThan(5);
    await passDeadline(jobId);
    await sweep(bench.engine);
    const { jobId: retryId } = await retry(jobId);
    expect((await bench.job(retryId)).keywordsDispatched).toBeGreaterThan(5);
    await bench.drain();
  });

  it("while no slot is free, it waits in line and is started after", async () => {
    await newAccount("free");
    const jobId = await endWithoutDetails(1);
    const busyId = await bench.begin(account, { keywords: [GOOD], targetResults: 5 });
    const waiting = await retry(jobId);
    expect(waiting.status).toBe("pending");
    await bench.drain();
    expect(await bench.job(busyId)).toMatchObject({ status: "completed" });
    expect(await bench.job(waiting.jobId)).toMatchObject({ status: "completed", creatorsEnriched: 1 });
  });

  it("while another job of the run is retried, it is refused", async () => {
    await newAccount();
    const jobId = await endWithoutDetails(1);
    const { runId } = await bench.job(jobId);
    const otherId = await endWithoutDetails(1, { runId, keywords: [BAD] });
    const first = await retry(jobId);
    await expect(retry(otherId)).rejects.toMatchObject({
      code: "conflict",
      message: expect.stringContaining("Another retry of this run is under way"),
    });
    await bench.drain();
    expect(await bench.job(first.jobId)).toMatchObject({ status: "completed" });
    await retry(otherId);
    await bench.drain();
  });
});

describe("status of a job that has ended", () => {
  it("is another answer once a retry has taken over what failed", async () => {
    await newAccount();
    const jobId = await endWithoutDetails(1);
    const query = { jobId, limit: 1 };
    const { etag } = await pollStatus(callerOf(account), query, null);
    expect((await pollStatus(callerOf(account), query, etag)).body).toBeNull();
    await retry(jobId);
    expect((await pollStatus(callerOf(account), query, etag)).body).toMatchObject({ canRetry: NOTHING });
    await bench.drain();
  });
});
