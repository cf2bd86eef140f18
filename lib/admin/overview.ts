import type { Caller } from "#lib/auth/index.ts";
import type { Transaction } from "#lib/db/index.ts";
import { BEAT_AGE_MAX_SECONDS } from "#lib/health/index.ts";
import type { AdminOverview, WorkerState } from "./admin.types.ts";
import { readAsAdmin } from "./as-admin.ts";
import { readJobBoard } from "./job-board.ts";
import { readProviderBoard } from "./provider-board.ts";
import { readTaskBoard } from "./task-board.ts";

/**
 * How everything is, in one snapshot, by the database's clock. What it reads is bounded by what is open and by the last
 * hour or day, however much there was before.
 * @throws AppError `not_found` for who is no admin
 */
export function readOverview(caller: Caller): Promise<AdminOverview> {
  return readAsAdmin(caller, async (transaction) => {
    const [jobs, tasks, workers, providers, watch] = await Promise.all([
      readJobBoard(transaction),
      readTaskBoard(transaction),
      readWorkers(transaction),
      readProviderBoard(transaction),
      readWatch(transaction),
    ]);
    return { jobs, tasks, workers, ...providers, ...watch };
  });
}

async function readWorkers(transaction: Transaction): Promise<WorkerState[]> {
  const rows = await transaction<(Omit<WorkerState, "startedAt"> & { startedAt: Date })[]>`
    select id, hostname, concurrency, running, stopping, started_at,
      extract(epoch from clock_timestamp() - beat_at)::int as beat_age_seconds,
      beat_at < clock_timestamp() - make_interval(secs => ${BEAT_AGE_MAX_SECONDS}) as is_stale
    from worker_heartbeats order by started_at, id`;
  return rows.map((worker) => ({ ...worker, startedAt: worker.startedAt.toISOString() }));
}

async function readWatch(
  transaction: Transaction,
): Promise<Pick<AdminOverview, "lastSweepSeconds" | "notices" | "drifts">> {
  const [watch] = await transaction<Pick<AdminOverview, "lastSweepSeconds" | "notices" | "drifts">[]>`
    select (select extract(epoch from clock_timestamp() - swept_at)::int from sweeper where id = 1)
        as last_sweep_seconds,
      (select count(*)::int from admin_notices) as notices,
      (select count(*)::int from counter_drifts) as drifts`;
  return watch ?? { lastSweepSeconds: null, notices: 0, drifts: 0 };
}
