import { afterAll, beforeAll, expect, it } from "vitest";
import { connect, type Sql } from "#lib/db/index.ts";
import { notifyWorkers, WAKE_CHANNEL } from "#lib/queue/notify.ts";
import { type CuttingProxy, startCuttingProxy } from "#tests/support/cutting-proxy.ts";
import { createTestDatabase, type TestDatabase } from "#tests/support/database.ts";

let testDatabase: TestDatabase;
let proxy: CuttingProxy;
let publisher: Sql;
const listeners: Sql[] = [];
/** By which listener, and of which provider. */
const heard: string[] = [];
let isLost = false;

beforeAll(async () => {
  testDatabase = await createTestDatabase({ synchronousCommit: false });
  proxy = await startCuttingProxy(testDatabase.url, { losesPublish: () => isLost });
  publisher = connect(proxy.url, { poolMax: 1 });
  for (const [name, url] of [
    ["through the proxy", proxy.url],
    ["past it", testDatabase.url],
  ] as const) {
    const listener = connect(url, { poolMax: 1 });
    listeners.push(listener);
    await listener.listen(WAKE_CHANNEL, (provider) => heard.push(`${provider} ${name}`));
  }
});
afterAll(async () => {
  await Promise.all([publisher, ...listeners].map((sql) => sql?.end({ timeout: 1 })));
  await proxy?.close();
  await testDatabase?.drop();
});

it("a notification that is lost on its way is heard by nobody, and its sender is none the wiser", async () => {
  await notifyWorkers(publisher, ["first"]);
  isLost = true;
  await notifyWorkers(publisher, ["lost"]);
  isLost = false;
  await notifyWorkers(publisher, ["last"]);
  // Notifications come in the order of their commits: who has heard the last would have heard the one before.
  await expect.poll(() => heard.filter((one) => one.startsWith("last")).length).toBe(2);
  expect(heard.toSorted()).toEqual([
    "first past it",
    "first through the proxy",
    "last past it",
    "last through the proxy",
  ]);
});
