import { database } from "#lib/db/index.ts";
import { createEngine, type Engine } from "#lib/search-engine/v2/index.ts";
import { LeaseKeeper } from "../lease-keeper.ts";

/** What deliveries of one process work with. */
export interface Deliverer {
  engine: Engine;
  leases: LeaseKeeper;
}

/** Of the little time that a server has to stop. */
const GRACE_MS = 500;

let shared: Deliverer | null = null;

/** This process's; made at the first delivery. */
export function sharedDeliverer(): Deliverer {
  if (shared) return shared;
  const made = createDeliverer(createEngine(database()));
  // What is under way is given back at once, instead of with the end of its lease.
  process.once("SIGTERM", () => void made.leases.drain(GRACE_MS));
  shared = made;
  return made;
}

export function createDeliverer(engine: Engine): Deliverer {
  return { engine, leases: new LeaseKeeper(engine) };
}

const beating = new WeakSet<Deliverer>();

/** Extends the leases of a deliverer as long as it holds any: a process without deliveries is left to sleep. */
export function keepLeases(deliverer: Deliverer): void {
  if (beating.has(deliverer)) return;
  beating.add(deliverer);
  const timer = setInterval(() => {
    if (deliverer.leases.count > 0) return void deliverer.leases.extend();
    clearInterval(timer);
    beating.delete(deliverer);
  }, deliverer.engine.settings.heartbeatMs);
}
