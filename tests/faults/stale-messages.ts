import { setTimeout as sleep } from "node:timers/promises";
import { connect } from "#lib/db/index.ts";
import { LeaseKeeper } from "#lib/queue/lease-keeper.ts";
import { notifyWorkers } from "#lib/queue/notify.ts";
import { afterEnd, claimTask, createEngine, runTask } from "#lib/search-engine/v2/index.ts";
import type { Draws } from "./draws.ts";
import { followJournal, type TaskNews } from "./journal.ts";
import { HEARTBEAT_MS, LATE_BY_MS, LEASE_MS, RATES } from "./settings.ts";

/**
 * Duplicate deliveries where Postgres wakes tasks. A message is a notification there, and what it leads to is a claim:
 * so a duplicate is one more notification, and one more claim of that very task by its id, at once or long after. Mostly
 * the task is taken or over, and nothing happens; where it waits just then, it is worked on here, as by another worker.
 */
export async function startStaleMessages(databaseUrl: string, draws: Draws) {
  const sql = connect(databaseUrl, { poolMax: 8, applicationName: "faults-stale" });
  const engine = createEngine(sql);
  const leases = new LeaseKeeper(engine);
  const beats = setInterval(() => void leases.extend(), HEARTBEAT_MS);
  const deliveries = new Set<Promise<void>>();
  const counts = { deliveriesBesideClaims: 0, duplicates: 0, lateDuplicates: 0 };
  let isOn = false;

  const unfollow = await followJournal(databaseUrl, (news) => {
    const { isClaim, label, run } = news;
    if (!isOn || !isClaim || draws.share("duplicate", label, run) >= RATES.duplicate) return;
    const isLate = draws.share("late", label, run) < RATES.lateShareOfDuplicates;
    const waitMs = isLate ? draws.between(LEASE_MS, 2 * LATE_BY_MS, "late by", label, run) : 0;
    const delivery = deliverAgain(news, waitMs).finally(() => deliveries.delete(delivery));
    deliveries.add(delivery);
    counts.duplicates += 1;
    if (isLate) counts.lateDuplicates += 1;
  });

  async function deliverAgain({ taskId, provider }: TaskNews, waitMs: number): Promise<void> {
    await sleep(waitMs);
    try {
      await notifyWorkers(sql, [provider]);
      const answer = await claimTask(sql, { taskId, worker: engine.worker }, engine.settings);
      if (answer.claim !== "claimed") {
        counts.deliveriesBesideClaims += 1;
        return;
      }
      const { task } = answer;
      const settled = await leases.run(task, (signal) => runTask(engine, task, { signal }));
      await notifyWorkers(sql, await afterEnd(sql, settled.endedAccountId, settled.wake));
    } catch {
      // Postgres is being restarted; what was claimed here is found by its lease.
    }
  }

  return {
    begin() {
      isOn = true;
    },
    end() {
      isOn = false;
    },
    async untilQuiet() {
      while (deliveries.size > 0) await Promise.all(deliveries);
    },
    counts: () => ({ ...counts }),
    async close() {
      clearInterval(beats);
      await unfollow();
      await sql.end({ timeout: 1 });
    },
  };
}
