import { type Caller, requireAdmin } from "#lib/auth/index.ts";
import { database } from "#lib/db/index.ts";
import { AppError, notFound } from "#lib/errors.ts";
import { logger } from "#lib/log/index.ts";
import { wakeWorkers } from "#lib/queue/index.ts";
import { ALL_PROVIDERS, closeGate, lanes, openGate } from "#lib/search-engine/v2/index.ts";
import type { GateAnswer, ProviderSwitchBody } from "./admin.types.ts";
import { readAsAdmin } from "./as-admin.ts";
import { readGateRows, toGate } from "./provider-board.ts";

/** Stands in an address for all providers. */
const ALL = "all";

/**
 * Stops the calls of a provider, or of all, or opens its gate again, also one that closed by itself. Searches under
 * way wait meanwhile. Again: nothing changes, and the first reason stays.
 * @throws AppError `not_found` for a provider that there is not, and for who is no admin
 */
export async function switchProvider(
  caller: Caller,
  name: string,
  { stopped, reason }: ProviderSwitchBody,
): Promise<{ provider: string; gate: GateAnswer }> {
  requireAdmin(caller);
  if (name !== ALL && !lanes().includes(name)) throw notFound("provider");
  if (!stopped && reason !== undefined) {
    throw new AppError("bad_request", "reason: only where calls are stopped.", { field: "reason" });
  }
  const sql = database();
  const provider = name === ALL ? ALL_PROVIDERS : name;
  if (stopped) {
    await closeGate(sql, provider, reason ?? "Calls were stopped by an admin.");
  } else {
    await openGate(sql, provider);
    await wakeWorkers(sql, name === ALL ? lanes() : [name]);
  }
  logger.warn({ userId: caller.userId, provider, stopped, reason }, "gate.switched");
  const gates = await readAsAdmin(caller, readGateRows);
  const gate = gates.find((row) => row.provider === provider);
  return { provider: name, gate: gate ? toGate(gate) : OPEN };
}

/** A provider that was never called has no gate yet. */
const OPEN: GateAnswer = { state: "open", reason: null, since: null, until: null };
