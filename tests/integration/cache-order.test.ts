import { afterAll, beforeAll, expect, it } from "vitest";
import { type FetchedCreator, saveFetched, upsertSeen } from "#lib/search-engine/v2/core/creator-cache.ts";
import { TestBench } from "#tests/support/engine.ts";
import { until } from "#tests/support/engine-probe.ts";
import { found } from "#tests/unit/engine/rows.ts";

const PLATFORM = "tiktok";

let bench: TestBench;

beforeAll(async () => {
  bench = await TestBench.start();
});
afterAll(() => bench?.stop());

/**
 * Two writers of the same creators, whose lists go in opposite directions, meet at one that is locked: each has
 * locked all before it in its own order. Without a common order one of them would be the other's deadlock.
 */
async function meetAt(middle: string, writers: (() => Promise<unknown>)[]): Promise<unknown[]> {
  let writing: Promise<unknown[]> = Promise.resolve([]);
  await bench.sql.begin(async (holder) => {
    await holder`
      select 1 from creators where platform = ${PLATFORM} and platform_id = ${middle} for update`;
    writing = Promise.all(writers.map((write) => write()));
    // A failure shows in the end, not while the lock is still held.
    writing.catch(() => {});
    await until("both writers wait", async () => {
      const waiting = await bench.sql`
        select 1 from pg_stat_activity where wait_event_type = 'Lock' and datname = current_database()
          and query like '%creators%'`;
      return waiting.length === writers.length;
    });
  });
  return writing;
}

const idsOf = (stem: string) => Array.from({ length: 9 }, (_, at) => `${stem}${at}`);

async function seed(ids: readonly string[]): Promise<void> {
  await upsertSeen(
    bench.sql,
    PLATFORM,
    ids.map((id) => found(id)),
  );
}

it("two pages that name the same creators in opposite orders are both noted", async () => {
  const ids = idsOf("page");
  await seed(ids);
  const [forward, backward] = [ids, ids.toReversed()].map((list) => list.map((id) => found(id)));
  await meetAt("page4", [
    () => upsertSeen(bench.sql, PLATFORM, forward ?? []),
    () => upsertSeen(bench.sql, PLATFORM, backward ?? []),
  ]);
});

it("two batches that fetched the same creators in opposite orders are both saved", async () => {
  const ids = idsOf("batch");
  await seed(ids);
  const fetched = (id: string): FetchedCreator => ({
    platform: PLATFORM,
    platformId: id,
    profile: { bio: id },
    emails: [],
  });
  const saved = await meetAt("batch4", [
    () => saveFetched(bench.sql, ids.map(fetched)),
    () => saveFetched(bench.sql, ids.toReversed().map(fetched)),
  ]);
  expect(saved).toMatchObject([{ length: 9 }, { length: 9 }]);
});
