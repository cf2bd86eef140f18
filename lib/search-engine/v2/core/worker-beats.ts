import type { Transaction } from "#lib/db/index.ts";

export interface WorkerBeat {
  id: string;
  hostname: string;
  processId: number;
  concurrency: number;
  /** Tasks at this moment. */
  running: number;
  stopping: boolean;
}

/** Rows of workers that fell silent go after this. */
const FORGOTTEN_AFTER = "5 minutes";

export function recordBeat(transaction: Transaction, beat: WorkerBeat): Promise<unknown> {
  return Promise.all([
    transaction`
      insert into worker_heartbeats (id, hostname, process_id, concurrency, running, stopping, beat_at)
      values (${beat.id}, ${beat.hostname}, ${beat.processId}, ${beat.concurrency}, ${beat.running},
        ${beat.stopping}, clock_timestamp())
      on conflict (id) do update set running = excluded.running, stopping = excluded.stopping,
        beat_at = excluded.beat_at`,
    transaction`
      delete from worker_heartbeats where beat_at < clock_timestamp() - ${FORGOTTEN_AFTER}::interval`,
  ]);
}

export function removeBeat(transaction: Transaction, id: string) {
  return transaction`delete from worker_heartbeats where id = ${id}`;
}
