import { afterAll, afterEach, beforeAll, describe, expect, it } from "vitest";
import { takeFlights } from "#lib/search-engine/v2/core/creator-cache.ts";
import { claimTask } from "#lib/search-engine/v2/index.ts";
import { type TestAccount, TestBench } from "#tests/support/engine.ts";
import {
  beginWithPage,
  claimOf,
  letTimePass,
  PROFILE_PATH,
  profileCalls,
  readCreators,
  readTasks,
  seenCalls,
  until,
} from "#tests/support/engine-probe.ts";

let bench: TestBench;
let account: TestAccount;

beforeAll(async () => {
  bench = await TestBench.start({ sandbox: { synthetic: 1_000_000, pageSize: 10 } });
  account = await bench.makeAccount();
});
afterEach(async () => {
  expect(await bench.violations()).toEqual([]);
  await bench.calm();
});
afterAll(() => bench?.stop());

const beginWithTen = (keyword: string, by = account) => beginWithPage(bench, by, keyword);

const once = (handles: string[]) => new Map(handles.map((handle) => [handle, 1]));

const copyOf = (jobId: string) =>
  bench.sql`select * from job_creators where job_id = ${jobId} order by position`.then((rows) => [...rows]);

describe("the shared cache", () => {
  it("gives a second job, also another account's, its creators complete with the page: no profile call", async () => {
    const { jobId: first } = await beginWithTen("zzqtwice");
    await bench.drain();
    await bench.calm();
    const { jobId: second } = await beginWithTen("zzqtwice", await bench.makeAccount());
    expect(await bench.job(second)).toMatchObject({ status: "completed", creatorsEnriched: 10, charged: 10 });
    expect(await seenCalls(bench, PROFILE_PATH)).toEqual([]);
    expect(await readTasks(bench, second, "enrich")).toEqual([]);
    const creators = await readCreators(bench, second);
    for (const creator of creators) expect(creator).toMatchObject({ state: "enriched", fromCache: true });
    const [a, b] = [await bench.job(first), await bench.job(second)];
    expect(b.emailsFound).toBe(a.emailsFound);
  });

  it("is not used once it is stale", async () => {
    const { handles } = await beginWithTen("zzqstale");
    await bench.drain();
    await bench.calm();
    const stale = handles.slice(0, 4);
    await bench.sql`update creators set enriched_at = now() - interval '31 days' where handle = any(${stale})`;
    const { jobId: second } = await beginWithTen("zzqstale");
    await bench.drain();
    expect(await profileCalls(bench)).toEqual(once(stale));
    expect(await bench.job(second)).toMatchObject({ status: "completed", creatorsEnriched: 10 });
    const fetched = (await readCreators(bench, second)).filter((creator) => !creator.fromCache);
    expect(fetched.map((creator) => creator.handle).sort()).toEqual([...stale].sort());
  });

  it("never changes the copy of a job that has ended", async () => {
    const { jobId: first, first: unlucky } = await beginWithTen("zzqcopy");
    await bench.fault({ kind: "401", handle: unlucky });
    await bench.drain();
    expect(await bench.job(first)).toMatchObject({ status: "partial", creatorsFailed: 1 });
    const before = { job: await bench.job(first), rows: await copyOf(first) };
    await bench.calm();
    await bench.sql`update creators set enriched_at = now() - interval '31 days' where enriched_at is not null`;
    const { jobId: second } = await beginWithTen("zzqcopy");
    await bench.drain();
    expect(await bench.job(second)).toMatchObject({ status: "completed", creatorsEnriched: 10 });
    expect({ job: await bench.job(first), rows: await copyOf(first) }).toEqual(before);
  });
});

describe("single flight", () => {
  it("fetches each creator once for jobs that want it at the same time", async () => {
    const jobs = [
      await beginWithTen("zzqflight"),
      await beginWithTen("zzqflight"),
      await beginWithTen("zzqflight", await bench.makeAccount()),
    ];
    await bench.fault({ kind: "slow", path: PROFILE_PATH, delayMs: 150, times: 10 });
    await Promise.all([bench.drain(), bench.drain({ engine: bench.anotherEngine() })]);
    for (const { jobId: id } of jobs) {
      expect(await bench.job(id)).toMatchObject({ status: "completed", creatorsEnriched: 10 });
      for (const task of await readTasks(bench, id, "enrich")) expect(task.state).toBe("done");
    }
    expect(await profileCalls(bench)).toEqual(once(jobs[0]?.handles ?? []));
  });

  it("does not share a failed fetch: the other job asks for itself, and the first takes its answer", async () => {
    const { jobId: first, first: unlucky } = await beginWithTen("zzqshare");
    const { jobId: second } = await beginWithTen("zzqshare");
    await bench.fault({ kind: "500", handle: unlucky, times: 1 });
    await bench.work(await claimOf(bench, first, "enrich"));
    expect(await bench.job(first)).toMatchObject({ creatorsEnriched: 9, finishedAt: null });
    await bench.work(await claimOf(bench, second, "enrich"));
    expect(await bench.job(second)).toMatchObject({ status: "completed", creatorsEnriched: 10 });
    await letTimePass(bench, first);
    await bench.drain();
    expect(await bench.job(first)).toMatchObject({
      status: "completed",
      creatorsEnriched: 10,
      creatorsFailed: 0,
    });
    expect((await profileCalls(bench)).get(unlucky)).toBe(2);
    expect(await seenCalls(bench, PROFILE_PATH)).toHaveLength(11);
  });

  it("waits for the owner without burning an attempt, and takes over when the owner's lease is gone", async () => {
    const { jobId: first, handles } = await beginWithTen("zzqowner");
    const { jobId: second } = await beginWithTen("zzqowner");
    const owner = await claimOf(bench, first, "enrich");
    const ids = owner.payload.creatorIds ?? [];
    // As a process does that dies just after it has taken the creators.
    expect((await takeFlights(bench.sql, owner, ids, { days: 30, fieldsNeeded: [] })).mine.size).toBe(10);
    expect(await bench.work(await claimOf(bench, second, "enrich"))).toMatchObject({ outcome: "waiting" });
    expect(await readTasks(bench, second, "enrich")).toMatchObject([
      { state: "pending", attempts: 0, error: null },
    ]);
    expect(await seenCalls(bench, PROFILE_PATH)).toEqual([]);
    await bench.drain();
    for (const id of [first, second]) {
      expect(await bench.job(id)).toMatchObject({ status: "completed", creatorsEnriched: 10 });
    }
    expect(await profileCalls(bench)).toEqual(once(handles));
  });

  it("is free as soon as the owner's lease is over, before any sweeper has seen it", async () => {
    const { jobId: first } = await beginWithTen("zzqdead");
    const { jobId: second } = await beginWithTen("zzqdead");
    const owner = await claimOf(bench, first, "enrich");
    await takeFlights(bench.sql, owner, owner.payload.creatorIds ?? [], { days: 30, fieldsNeeded: [] });
    await bench.sql`
      update job_tasks set lease_until = clock_timestamp() - interval '1 second' where id = ${owner.id}`;
    await bench.work(await claimOf(bench, second, "enrich"));
    expect(await bench.job(second)).toMatchObject({ status: "completed", creatorsEnriched: 10 });
    await bench.drain();
  });

  it("is not held by an owner that was claimed anew and has not taken it again", async () => {
    const { jobId: first } = await beginWithTen("zzqanew");
    const { jobId: second } = await beginWithTen("zzqanew");
    const owner = await claimOf(bench, first, "enrich");
    await takeFlights(bench.sql, owner, owner.payload.creatorIds ?? [], { days: 30, fieldsNeeded: [] });
    await bench.sql`
      update job_tasks set lease_until = clock_timestamp() - interval '1 second' where id = ${owner.id}`;
    const { sql, worker, settings } = bench.engine;
    const again = await claimTask(sql, { taskId: owner.id, worker }, settings);
    if (again.claim !== "claimed") throw new Error(`not claimed anew: ${again.claim}`);
    await bench.work(await claimOf(bench, second, "enrich"));
    expect(await bench.job(second)).toMatchObject({ status: "completed", creatorsEnriched: 10 });
    await bench.work(again.task);
    expect(await bench.job(first)).toMatchObject({ status: "completed", creatorsEnriched: 10 });
    expect(await seenCalls(bench, PROFILE_PATH)).toHaveLength(10);
  });

  it("is taken by one of two that wait for the same rows", async () => {
    const { jobId: first } = await beginWithTen("zzqtwo");
    const { jobId: second } = await beginWithTen("zzqtwo");
    const tasks = [await claimOf(bench, first, "enrich"), await claimOf(bench, second, "enrich")];
    const ids = tasks[0]?.payload.creatorIds ?? [];
    let taking: ReturnType<typeof takeFlights>[] = [];
    await bench.sql.begin(async (holder) => {
      await holder`select 1 from creators where platform_id = ${ids.toSorted()[0] ?? ""} for update`;
      taking = tasks.map((task) => takeFlights(bench.sql, task, ids, { days: 30, fieldsNeeded: [] }));
      await until("both wait for the row", async () => {
        const waiting = await bench.sql`
          select 1 from pg_stat_activity where wait_event_type = 'Lock' and datname = current_database()
            and query like '%creators%'`;
        return waiting.length === 2;
      });
    });
    const taken = (await Promise.all(taking)).map(({ mine }) => mine.size);
    expect(taken.toSorted((a, b) => a - b)).toEqual([0, 10]);
    for (const task of tasks) await bench.work(task);
    await bench.drain();
  });

  it("does the free ones of a batch at once and comes back for those that another fetches", async () => {
    const { jobId: first } = await beginWithTen("zzqpart");
    const { jobId: second } = await beginWithTen("zzqpart");
    const owner = await claimOf(bench, first, "enrich");
    const taken = (owner.payload.creatorIds ?? []).slice(0, 3);
    await takeFlights(bench.sql, owner, taken, { days: 30, fieldsNeeded: [] });
    await bench.work(await claimOf(bench, second, "enrich"));
    expect(await bench.job(second)).toMatchObject({ creatorsEnriched: 7, finishedAt: null });
    expect(await seenCalls(bench, PROFILE_PATH)).toHaveLength(7);
    await bench.work(owner);
    await bench.drain();
    for (const id of [first, second]) {
      expect(await bench.job(id)).toMatchObject({ status: "completed", creatorsEnriched: 10 });
    }
    expect(await seenCalls(bench, PROFILE_PATH)).toHaveLength(10);
  });
});
