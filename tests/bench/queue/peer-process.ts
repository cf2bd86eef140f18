import { setTimeout as delay } from "node:timers/promises";
import { connect } from "#lib/db/index.ts";
import { now } from "../shared/jobs.ts";
import { PEERS, type PeerName } from "./peers.ts";

/** A peer's worker in a process of its own, as Shoal's has. */
export interface PeerOrder {
  peer: PeerName;
  databaseUrl: string;
  concurrency: number;
  /** Tasks that are queued by now: it tells when none is left. With 0, it tells of each. */
  queued: number;
}

export type PeerNews =
  | { type: "ready" }
  | { type: "started"; atMs: number }
  | { type: "drained"; ran: number; firstAtMs: number; endedAtMs: number };

const POLL_MS = 10;

function tell(news: PeerNews): void {
  process.send?.(news);
}

async function work({ peer, databaseUrl, concurrency, queued }: PeerOrder): Promise<void> {
  const { work, leftStatement, stop } = await PEERS[peer](databaseUrl);
  const sql = connect(databaseUrl, { poolMax: 1, applicationName: "shoal-bench" });
  let ran = 0;
  let firstAtMs = 0;
  process.once("SIGTERM", () => void stop().finally(() => process.exit(0)));
  await work(concurrency, () => {
    ran += 1;
    if (queued === 0) tell({ type: "started", atMs: now() });
    else firstAtMs ||= now();
  });
  tell({ type: "ready" });
  if (queued === 0) return;
  // Counting costs the database something: only once nothing is left to begin.
  while (ran < queued) await delay(POLL_MS);
  while ((await sql.unsafe<{ count: number }[]>(leftStatement))[0]?.count !== 0) await delay(POLL_MS);
  tell({ type: "drained", ran, firstAtMs, endedAtMs: now() });
}

// The parent sends nothing else.
process.once("message", (order) => void work(order as PeerOrder));
process.on("disconnect", () => process.exit(0));
