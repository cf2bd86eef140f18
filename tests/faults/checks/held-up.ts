import { SWEEP_INTERVAL_MS, TRANSACTION_IDLE_MAX_MS } from "../settings.ts";
import type { Evidence } from "./check.ts";

/**
 * How long a sweep may have been held up in a time, Unix ms: by a machine that let processes wait, by each process
 * stopped in it, as long as Postgres grants a transaction that stands still, and where the workers themselves sweep by
 * each that was killed as it may have swept, until another does.
 */
export function heldUpMs({ stalls, struck, transport }: Evidence, from: number, until: number): number {
  const meanwhile = struck.filter(({ at }) => at > from && at <= until);
  const stopped = meanwhile.filter(({ what }) => what === "stopped").length;
  const sweepersKilled = transport === "postgres" ? meanwhile.length - stopped : 0;
  return stalls.sumMs(from, until) + stopped * TRANSACTION_IDLE_MAX_MS + sweepersKilled * SWEEP_INTERVAL_MS;
}
