import { asWorker, database } from "#lib/db/index.ts";

/** A worker that has not reported for this long counts as gone. */
export const BEAT_AGE_MAX_SECONDS = 30;

export interface Operations {
  queue: { due: number; oldestDueSeconds: number | null; lastSweepSeconds: number };
  workers: { alive: number; lastBeatSeconds: number | null };
  providers: ProviderHealth[];
}

export interface ProviderHealth {
  /** `*` is the switch that stops all paid calls. */
  provider: string;
  open: boolean;
  /** No call before then. */
  blockedUntil: string | null;
  closedReason: string | null;
}

/** What the workers have before them and how they are, by the database's clock. */
export function readOperations(): Promise<Operations> {
  return asWorker(database(), async (tx) => {
    const [[queue], [workers], providers] = await Promise.all([
      tx<Operations["queue"][]>`
        select count(*)::int as due,
          round(extract(epoch from clock_timestamp() - min(next_at)))::int as "oldestDueSeconds",
          (select round(extract(epoch from clock_timestamp() - swept_at))::int from sweeper where id = 1)
            as "lastSweepSeconds"
        from job_tasks
        where state = 'pending' and virtual_time < 'infinity' and next_at <= clock_timestamp()`,
      tx<{ alive: number; lastBeatSeconds: number | null }[]>`
        select
          count(*) filter (
            where beat_at > clock_timestamp() - make_interval(secs => ${BEAT_AGE_MAX_SECONDS}))::int as alive,
          round(extract(epoch from clock_timestamp() - max(beat_at)))::int as "lastBeatSeconds"
        from worker_heartbeats`,
      tx<
        { provider: string; blockedUntil: Date | null; closedAt: Date | null; closedReason: string | null }[]
      >`
        select provider, closed_at as "closedAt", closed_reason as "closedReason",
          case when blocked_until > clock_timestamp() then blocked_until end as "blockedUntil"
        from provider_gates order by provider`,
    ]);
    return {
      queue: queue ?? { due: 0, oldestDueSeconds: null, lastSweepSeconds: 0 },
      workers: workers ?? { alive: 0, lastBeatSeconds: null },
      providers: providers.map((gate) => ({
        provider: gate.provider,
        open: gate.closedAt === null && gate.blockedUntil === null,
        blockedUntil: gate.blockedUntil?.toISOString() ?? null,
        closedReason: gate.closedReason,
      })),
    };
  });
}
