import { env } from "#lib/env.ts";
import { runWorker } from "#lib/queue/index.ts";
import { serveDeliveries } from "./crashing-app.ts";

/** The real worker in a process that ends itself, as by a power cut, just before it sends what the parent says. */
export interface CrashOrder {
  /** Statements that do not count: what an idle worker says. */
  noise: string[];
  /** Before the how-manieth of the other writes it ends; null never. */
  write: number | null;
  /** Or before the first that contains this. */
  containing: string | null;
}

export type CrashNews =
  | { type: "loaded" }
  | { type: "working"; url: string | null }
  | { type: "said"; text: string };

/** A kill before a read leaves the same behind as one before the write that follows. */
const WRITE = /\binsert into\b|\bdelete from\b|\bupdate \w+(?: \w+)? set\b/;

function tell(news: CrashNews): void {
  process.send?.(news);
}

async function work(order: CrashOrder): Promise<void> {
  const noise = new Set(order.noise);
  const said = new Set<string>();
  let count = 0;
  let isCounted = false;
  const onStatement = (text: string) => {
    if (noise.has(text)) return;
    if (WRITE.test(text) && !isCounted) {
      count += 1;
      // What is sent in one turn of the event loop belongs together: one kill is as good as another.
      isCounted = true;
      setImmediate(() => {
        isCounted = false;
      });
    }
    if (count === order.write || (order.containing && text.includes(order.containing))) {
      process.kill(process.pid, "SIGKILL");
    }
    if (said.has(text)) return;
    said.add(text);
    tell({ type: "said", text });
  };
  if (env("queue").QUEUE === "qstash")
    return tell({ type: "working", url: await serveDeliveries(onStatement) });
  await runWorker({
    signal: new AbortController().signal,
    onStatement,
    onReady: () => tell({ type: "working", url: null }),
  });
}

// The parent sends nothing else.
process.once("message", (order) => void work(order as CrashOrder));
process.on("disconnect", () => process.exit(1));
tell({ type: "loaded" });
