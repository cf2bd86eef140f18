import { randomUUID } from "node:crypto";
import type { Transaction } from "#lib/db/index.ts";
import { ENRICH_BATCH_SIZE } from "../core/config.ts";
import type { TaskPayload } from "../core/rows.ts";

/** An enrich task as it is made. */
export interface EnrichBatch {
  id: string;
  unitKey: string;
  payload: Required<Pick<TaskPayload, "creatorIds" | "batchIndex" | "totalBatches">>;
}

/** One enrich task for ten creators. `unit` names what brought them, once a job. */
export function toBatches(unit: string, platformIds: readonly string[]): EnrichBatch[] {
  const totalBatches = Math.ceil(platformIds.length / ENRICH_BATCH_SIZE);
  return Array.from({ length: totalBatches }, (_, index) => ({
    id: randomUUID(),
    unitKey: `${unit}:${index}`,
    payload: {
      creatorIds: platformIds.slice(index * ENRICH_BATCH_SIZE, (index + 1) * ENRICH_BATCH_SIZE),
      batchIndex: index,
      totalBatches,
    },
  }));
}

/** Without virtual times they wait with their job for its start. */
export function insertBatches(
  transaction: Transaction,
  job: { id: string; accountId: string; platform: string; provider: string },
  insert: { batches: readonly EnrichBatch[]; virtualTimes?: number[] },
) {
  const { batches, virtualTimes } = insert;
  if (batches.length === 0) return [];
  const rows = batches.map((batch, index) => ({ ...batch, virtualTime: virtualTimes?.[index] ?? null }));
  return [
    transaction`
      insert into job_tasks (id, job_id, account_id, platform, provider, kind, unit_key, virtual_time, payload, wake_seq)
      select r.id, ${job.id}, ${job.accountId}, ${job.platform}, ${job.provider}, 'enrich', r."unitKey",
        coalesce(r."virtualTime", 'infinity'), r.payload, 1
      from jsonb_to_recordset(${transaction.json(rows)})
        as r(id uuid, "unitKey" text, "virtualTime" float8, payload jsonb)`,
  ];
}
