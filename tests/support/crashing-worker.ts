import { runWorker } from "#lib/queue/index.ts";

/**
 * The real worker in a process that ends itself, as by a power cut, just before it sends a statement. The parent
 * says which; `texts` asks for what an idle worker says instead.
 */
export interface CrashOrder {
  /** Statements that do not count: what an idle worker says. */
  noise: string[];
  /** Before the how-manieth of the others it ends; null never. */
  statement: number | null;
  /** Or before the first that contains this. */
  containing: string | null;
}

export type CrashNews = { type: "loaded" } | { type: "working" } | { type: "said"; text: string };

function tell(news: CrashNews): void {
  process.send?.(news);
}

function work(order: CrashOrder): Promise<void> {
  const noise = new Set(order.noise);
  const said = new Set<string>();
  let count = 0;
  const onStatement = (text: string) => {
    if (noise.has(text)) return;
    count += 1;
    if (count === order.statement || (order.containing && text.includes(order.containing))) {
      process.kill(process.pid, "SIGKILL");
    }
    if (said.has(text)) return;
    said.add(text);
    tell({ type: "said", text });
  };
  return runWorker({ signal: new AbortController().signal, onStatement, onReady: () => tell({ type: "working" }) });
}

// The parent sends nothing else.
process.once("message", (order) => void work(order as CrashOrder));
process.on("disconnect", () => process.exit(1));
tell({ type: "loaded" });
