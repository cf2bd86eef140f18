import { setTimeout as sleep } from "node:timers/promises";
import { afterAll, afterEach, beforeAll, describe, expect, it } from "vitest";
import { database } from "#lib/db/index.ts";
import { WAKE_CHANNEL } from "#lib/queue/notify.ts";
import { afterDispatch, cancelJob, dispatchSearch } from "#lib/search-engine/index.ts";
import { callerOf, type TestAccount, TestBench } from "#tests/support/engine.ts";
import { dispatchWaiting, until } from "#tests/support/engine-probe.ts";
import { untilBlocked, whileCommitting, whileLocked } from "#tests/support/held.ts";
import { startWorkers } from "#tests/support/workers.ts";

const EXPANSION_LANE = "openai";
const SEARCH_LANE = "scrapecreators";
const BODY = { platform: "tiktok", keywords: ["makeup"], targetResults: 5, expand: false };

let bench: TestBench;
let heard: string[] = [];

beforeAll(async () => {
  bench = await TestBench.start();
  await bench.sql.listen(WAKE_CHANNEL, (lane) => heard.push(lane));
});
afterEach(async () => {
  await bench.drain();
  expect(await bench.violations()).toEqual([]);
  heard = [];
});
afterAll(async () => {
  await database().end({ timeout: 5 });
  await bench?.stop();
});

/** What has been heard until now: what was sent before the marker is heard before it. */
async function heardSoFar(): Promise<string[]> {
  const marker = `marker ${performance.now()}`;
  await bench.sql`select pg_notify(${WAKE_CHANNEL}, ${marker})`;
  while (!heard.includes(marker)) await sleep(5);
  return heard.filter((lane) => !lane.startsWith("marker")).sort();
}

const dispatch = (account: TestAccount, body = BODY, idempotencyKey: string | null = null) =>
  dispatchSearch(callerOf(account), body, { idempotencyKey });

describe("nobody is woken while the commit is under way", () => {
  const notYet = async () => expect(await heardSoFar()).toEqual([]);

  it("that makes a job", async () => {
    const account = await bench.makeAccount();
    await whileCommitting(bench.sql, "scraping_jobs", {
      blocked: async () => afterDispatch(account.accountId, await dispatch(account)),
      meanwhile: notYet,
    });
    expect(await heardSoFar()).toEqual([SEARCH_LANE]);
  });

  it("that saves a page, and makes its details due", async () => {
    await bench.forgetCreators();
    const account = await bench.makeAccount();
    const { answer } = await dispatch(account);
    const workers = await whileCommitting(bench.sql, "job_creators", {
      blocked: () => startWorkers(1),
      meanwhile: notYet,
    });
    await until("the job ends", async () => (await bench.job(answer.jobId)).finishedAt !== null);
    await workers.stop();
    expect(await heardSoFar()).toContain(SEARCH_LANE);
  });
});

describe("workers are woken after the commit that made tasks due, never before", () => {
  it("for a job that waited, and is started", async () => {
    const account = await bench.makeAccount();
    const { jobId } = await dispatchWaiting(bench, account, BODY);
    await whileLocked(
      bench.sql,
      (holder) => holder`select 1 from accounts where id = ${account.accountId} for no key update`,
      {
        blocked: () => afterDispatch(account.accountId, { wake: [] }),
        meanwhile: async () => {
          await untilBlocked(bench.sql, "from accounts");
          expect(await heardSoFar()).toEqual([]);
        },
      },
    );
    expect(await heardSoFar()).toEqual([SEARCH_LANE]);
    expect(await bench.job(jobId)).toMatchObject({ status: "dispatching" });
  });

  it.each([
    { isExpanded: false, lanes: [SEARCH_LANE] },
    { isExpanded: true, lanes: [EXPANSION_LANE, SEARCH_LANE] },
  ])("for a job that starts with its dispatch, of every lane (expanded: $isExpanded)", async (asked) => {
    const account = await bench.makeAccount();
    await dispatch(account).then(({ answer }) => cancelJob(callerOf(account), answer.jobId));
    await heardSoFar();
    heard = [];
    // Job and tasks are written then, and the hold is the last that is.
    const dispatched = await whileLocked(
      bench.sql,
      (holder) => holder`select 1 from ledger_buckets where account_id = ${account.accountId} for update`,
      {
        blocked: async () => {
          const made = await dispatch(account, { ...BODY, expand: asked.isExpanded });
          await afterDispatch(account.accountId, made);
          return made;
        },
        meanwhile: async () => {
          await untilBlocked(bench.sql, "ledger_buckets");
          expect(await heardSoFar()).toEqual([]);
        },
      },
    );
    expect(dispatched.answer).toMatchObject({ status: "dispatching" });
    expect([...dispatched.wake].sort()).toEqual(asked.lanes);
    expect(await heardSoFar()).toEqual(asked.lanes);
  });
});

describe("nobody is woken", () => {
  it("for a job that waits for a slot", async () => {
    const account = await bench.makeAccount("free");
    await dispatch(account);
    const waiting = await dispatch(account);
    expect(waiting).toMatchObject({ answer: { status: "pending" }, wake: [] });
    await afterDispatch(account.accountId, waiting);
    expect(await heardSoFar()).toEqual([]);
  });

  it("for a dispatch that is sent again", async () => {
    const account = await bench.makeAccount();
    const first = await dispatch(account, BODY, "once");
    const again = await dispatch(account, BODY, "once");
    expect(again).toEqual({ answer: first.answer, wake: [] });
    await afterDispatch(account.accountId, again);
    expect(await heardSoFar()).toEqual([]);
  });
});

it("a cancel that ends its job wakes each lane once, also for the job that takes its slot", async () => {
  const account = await bench.makeAccount("free");
  const { answer } = await dispatch(account);
  const { answer: next } = await dispatch(account);
  expect(await cancelJob(callerOf(account), answer.jobId)).toMatchObject({ status: "cancelled" });
  expect(await bench.job(next.jobId)).toMatchObject({ status: "dispatching" });
  expect(await heardSoFar()).toEqual([SEARCH_LANE]);
});

it("dispatches that come at once each see what the one before them took of the slots", async () => {
  const account = await bench.makeAccount("free");
  const made = await whileLocked(
    bench.sql,
    (holder) => holder`select 1 from accounts where id = ${account.accountId} for no key update`,
    {
      blocked: () => Promise.all([dispatch(account), dispatch(account)]),
      meanwhile: () => untilBlocked(bench.sql, "from accounts", 2),
    },
  );
  expect(made.map(({ answer }) => answer.status).sort()).toEqual(["dispatching", "pending"]);
});
