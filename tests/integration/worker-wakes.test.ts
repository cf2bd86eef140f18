import { setTimeout as sleep } from "node:timers/promises";
import { afterAll, beforeAll, expect, it } from "vitest";
import { database } from "#lib/db/index.ts";
import { WAKE_CHANNEL } from "#lib/queue/notify.ts";
import { afterDispatch } from "#lib/search-engine/index.ts";
import { TestBench } from "#tests/support/engine.ts";
import { dispatchWaiting, until } from "#tests/support/engine-probe.ts";

let bench: TestBench;

beforeAll(async () => {
  bench = await TestBench.start();
});
afterAll(async () => {
  await database().end({ timeout: 5 });
  await bench?.stop();
});

it("workers are woken for a job after the commit that made its tasks due, never before", async () => {
  const account = await bench.makeAccount();
  const { jobId } = await dispatchWaiting(bench, account, { keywords: ["makeup"], targetResults: 5 });
  const heard: string[] = [];
  const subscription = await bench.sql.listen(WAKE_CHANNEL, (provider) => heard.push(provider));
  let starting: Promise<void> = Promise.resolve();
  await bench.sql.begin(async (holder) => {
    await holder`select 1 from accounts where id = ${account.accountId} for no key update`;
    starting = afterDispatch(account.accountId, { wake: [] });
    await until("the promotion waits for the account", async () => {
      const waiting = await bench.sql`
        select 1 from pg_stat_activity where wait_event_type = 'Lock' and datname = current_database()
          and query like '%from accounts%'`;
      return waiting.length === 1;
    });
    // What was sent before this one has been heard before it.
    await bench.sql`select pg_notify(${WAKE_CHANNEL}, 'marker')`;
    while (!heard.includes("marker")) await sleep(5);
    expect(heard).toEqual(["marker"]);
  });
  await starting;
  await until("the worker's lane is woken", async () => heard.includes("scrapecreators"));
  expect(await bench.job(jobId)).toMatchObject({ status: "dispatching" });
  await subscription.unlisten();
  await bench.drain();
});
