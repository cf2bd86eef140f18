import { parseArgs } from "node:util";
import { plainMessage } from "./start/plain-message.ts";
import { adoptRunningStart } from "./start/running-settings.ts";
import { watchForAbort } from "./start/watch-for-abort.ts";

const HELP = `npm run worker [-- --concurrency N]

Works off search and enrichment tasks from the database of DATABASE_URL, or from that of the Shoal that runs in
this folder. Any number of workers may run. Ctrl-C finishes or gives back what is in work; a second one ends
at once.

  --concurrency N   tasks at a time, 1 to 500 (default: WORKER_CONCURRENCY, else 32)
  --help            this text`;

const CONCURRENCY_MAX = 500;

function parseConcurrency(text: string | undefined): number | undefined {
  if (text === undefined) return undefined;
  const value = Number(text);
  if (/^\d+$/.test(text) && value >= 1 && value <= CONCURRENCY_MAX) return value;
  throw new Error(`--concurrency must be a whole number from 1 to ${CONCURRENCY_MAX}, not "${text}".`);
}

async function main(): Promise<void> {
  const { values } = parseArgs({
    options: { concurrency: { type: "string" }, help: { type: "boolean", short: "h", default: false } },
  });
  if (values.help) return console.log(HELP);
  const concurrency = parseConcurrency(values.concurrency);
  if (!adoptRunningStart()) {
    throw new Error("The worker has no database: set DATABASE_URL, or run `npm start` in this folder first.");
  }
  if (process.env.QUEUE?.trim() === "qstash") {
    throw new Error(
      "QUEUE is qstash: QStash has the web app work on tasks, and no worker process is needed.",
    );
  }
  const signal = watchForAbort();
  const { outliveConnections } = await import("#lib/db/index.ts");
  const { runWorker } = await import("#lib/queue/index.ts");
  outliveConnections();
  await runWorker({
    signal,
    onReady: () => process.send?.({ type: "ready" }, () => {}),
    ...(concurrency === undefined ? {} : { concurrency }),
  });
}

try {
  await main();
  process.exit(0);
} catch (error) {
  console.error(plainMessage(error));
  process.exit(1);
}
