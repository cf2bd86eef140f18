import { setTimeout as sleep } from "node:timers/promises";
import { afterAll, afterEach, beforeAll, expect, it } from "vitest";
import { promoteAll, sweep } from "#lib/search-engine/v2/index.ts";
import { type TestAccount, TestBench } from "#tests/support/engine.ts";
import { until } from "#tests/support/engine-probe.ts";
import { countDeadlocks } from "#tests/support/outcomes.ts";
import { startWorkers } from "#tests/support/workers.ts";

let bench: TestBench;

beforeAll(async () => {
  bench = await TestBench.start({ sandbox: { searchLatencyMs: 20, profileLatencyMs: 10, synthetic: 200 } });
});
afterEach(async () => {
  expect(await bench.violations()).toEqual([]);
  await bench.calm();
});
afterAll(() => bench?.stop());

const ROUNDS = 4;
const JOBS_A_ROUND = 12;

/** Repeats work without pause until told to stop. */
function again(isOver: () => boolean, work: () => Promise<unknown>): Promise<void> {
  return (async () => {
    while (!isOver()) {
      await work();
      await sleep(Math.random() * 20);
    }
  })();
}

function pick<T>(items: readonly T[]): T {
  const item = items[Math.floor(Math.random() * items.length)];
  if (item === undefined) throw new Error("nothing to pick from");
  return item;
}

async function dispatchMany(accounts: TestAccount[]): Promise<{ account: TestAccount; jobId: string }[]> {
  return Promise.all(
    Array.from({ length: JOBS_A_ROUND }, async (_, index) => {
      const account = accounts[index % accounts.length] ?? pick(accounts);
      const keywords = ["makeup", "skincare", "fitness", "travel"].slice(index % 3);
      const body = { keywords, targetResults: 10 + 5 * (index % 5), expand: index % 2 === 0 };
      return { account, jobId: await bench.begin(account, body) };
    }),
  );
}

it("cancel, settles of all kinds, deadline, promotion and sweeps at once never deadlock", {
  timeout: 60_000,
}, async () => {
  const workers = await startWorkers(2);
  const accounts = await Promise.all(["starter", "growth", "growth"].map((plan) => bench.makeAccount(plan)));
  for (let round = 0; round < ROUNDS; round += 1) {
    await bench.fault({ kind: "500", probability: 0.05 }, { kind: "slow", probability: 0.05, delayMs: 200 });
    const jobs = await dispatchMany(accounts);
    let isOver = false;
    const seen: unknown[] = [];
    const disturbances = [
      again(
        () => isOver,
        async () => {
          const { account, jobId } = pick(jobs);
          if (Math.random() < 0.15) await bench.cancel(account, jobId);
        },
      ),
      again(
        () => isOver,
        async () => {
          if (Math.random() > 0.15) return;
          await bench.sql`
          update scraping_jobs set deadline_at = clock_timestamp()
          where id = ${pick(jobs).jobId} and finished_at is null and deadline_at is not null`;
        },
      ),
      again(
        () => isOver,
        () => sweep(bench.engine),
      ),
      again(
        () => isOver,
        () => sweep(bench.engine),
      ),
      again(
        () => isOver,
        () => promoteAll(bench.sql, pick(accounts).accountId),
      ),
      again(
        () => isOver,
        async () => seen.push(...(await bench.violations())),
      ),
    ];
    try {
      await until(
        "all jobs end",
        async () => {
          const open = await bench.sql`select 1 from scraping_jobs where finished_at is null limit 1`;
          return open.length === 0;
        },
        20_000,
      );
    } finally {
      isOver = true;
      await Promise.all(disturbances);
    }
    expect(seen).toEqual([]);
  }
  await workers.stop();
  const ends = await bench.sql<{ status: string }[]>`select distinct status from scraping_jobs`;
  expect(ends.map(({ status }) => status)).toContain("cancelled");
  const drifts = await bench.sql`select rule, details from counter_drifts`;
  expect([...drifts]).toEqual([]);
  expect(await countDeadlocks(bench.url)).toBe(0);
  await sleep(100);
});
