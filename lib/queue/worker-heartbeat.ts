import { hostname } from "node:os";
import type { Sql } from "#lib/db/index.ts";
import { asWorkerAsync } from "#lib/db/index.ts";
import { recordBeat, removeBeat, type WorkerBeat } from "#lib/search-engine/v2/index.ts";

/** This process is alive: for admins, for health, never for deciding about tasks. */
export function beat(sql: Sql, worker: Omit<WorkerBeat, "hostname" | "processId">): Promise<unknown> {
  return asWorkerAsync(sql, (transaction) =>
    recordBeat(transaction, { ...worker, hostname: hostname(), processId: process.pid }),
  );
}

export function retire(sql: Sql, id: string): Promise<unknown> {
  return asWorkerAsync(sql, (transaction) => removeBeat(transaction, id));
}
