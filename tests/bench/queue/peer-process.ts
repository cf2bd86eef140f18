import { now } from "../shared/jobs.ts";
import { PEERS, type PeerName } from "./peers.ts";

/** A peer's worker in a process of its own, as Shoal's has. */
export interface PeerOrder {
  peer: PeerName;
  databaseUrl: string;
  concurrency: number;
  /** It tells when each task begins. */
  tellsOfTasks: boolean;
}

export type PeerNews = { type: "ready" } | { type: "started"; atMs: number };

function tell(news: PeerNews): void {
  process.send?.(news);
}

async function work({ peer, databaseUrl, concurrency, tellsOfTasks }: PeerOrder): Promise<void> {
  const { work, stop } = await PEERS[peer].start(databaseUrl, concurrency);
  process.once("SIGTERM", () => void stop().finally(() => process.exit(0)));
  await work(() => {
    if (tellsOfTasks) tell({ type: "started", atMs: now() });
  });
  tell({ type: "ready" });
}

// The parent sends nothing else.
process.once("message", (order) => void work(order as PeerOrder));
process.on("disconnect", () => process.exit(0));
