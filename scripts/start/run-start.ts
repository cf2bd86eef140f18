import { buildIfChanged } from "./build.ts";
import { killChildren } from "./child.ts";
import { startDatabase } from "./database.ts";
import { isLocalSignInWanted } from "./environment.ts";
import type { StartOptions } from "./options.ts";
import { ROOT } from "./paths.ts";
import { plainMessage } from "./plain-message.ts";
import { requireFreePort } from "./port.ts";
import { startCron, startQueue } from "./queue.ts";
import { claimStart, releaseStart, updateStart } from "./record.ts";
import { startSandbox } from "./sandbox.ts";
import { startServices } from "./services.ts";
import { type Shutdown, watchForStop } from "./shutdown.ts";
import { welcome } from "./welcome.ts";

/** How long the port may be held by what an earlier start, cut off a moment ago, left behind. */
const CUT_OFF_PATIENCE_MS = 5_000;

/**
 * Starts everything, waits for the end and stops everything.
 * @returns the exit code
 */
export async function runStart({ port, queue }: Pick<StartOptions, "port" | "queue">): Promise<number> {
  process.chdir(ROOT);
  // A terminal that is gone must not end this process before the others are stopped.
  for (const stream of [process.stdout, process.stderr]) stream.on("error", () => {});
  const shutdown = watchForStop(() => {
    killChildren();
    releaseStart();
  });
  process.on("uncaughtException", (error) => shutdown.request({ code: 1, reason: plainMessage(error) }));
  try {
    await bringUp({ port, queue }, shutdown);
  } catch (error) {
    shutdown.request({ code: 1, reason: plainMessage(error) });
  }
  const { code, reason } = await shutdown.requested;
  if (reason) console.error(reason);
  await stopEverything(shutdown, reason === undefined);
  return code;
}

async function bringUp(
  { port, queue }: Pick<StartOptions, "port" | "queue">,
  shutdown: Shutdown,
): Promise<void> {
  const url = `http://localhost:${port}`;
  const isLocalSignInOn = isLocalSignInWanted();
  const origin = process.env.APP_URL?.trim() || url;
  // Before anything reads its settings.
  process.env.APP_URL = origin;
  const wasCutOff = claimStart({ state: "starting", url, port, isEmbedded: false, environment: {} });
  shutdown.onStop(async () => releaseStart());
  await requireFreePort(port, wasCutOff ? CUT_OFF_PATIENCE_MS : 0);

  const { url: databaseUrl, isEmbedded } = await startDatabase(shutdown, { isLocalSignInOn, say });
  shutdown.signal.throwIfAborted();
  const providers = await startSandbox(shutdown, say);
  const transport = await startQueue(shutdown, { queue, say });
  const onBuild = () => say("Building the web app (only after changes) …");
  await buildIfChanged({ onBuild, signal: shutdown.signal });
  shutdown.signal.throwIfAborted();

  say(queue === "qstash" ? "Starting the web app …" : "Starting the web app and the worker …");
  const signIn = { LOCAL_SIGN_IN: isLocalSignInOn ? "on" : "off" };
  const environment = { DATABASE_URL: databaseUrl, APP_URL: origin, ...signIn, ...providers, ...transport };
  await startServices(shutdown, { url, port, environment, hasWorker: queue === "postgres", say });
  if (queue === "qstash") startCron(shutdown, url);
  updateStart({
    state: "running",
    url,
    port,
    isEmbedded,
    environment: { APP_URL: origin, ...providers, ...transport },
  });
  say(welcome({ url, isLocalSignInOn, isSampleData: providers.SAMPLE_DATA_PROVIDERS !== undefined }));
}

async function stopEverything(shutdown: Shutdown, isAsked: boolean): Promise<void> {
  if (isAsked) say("\nStopping …");
  try {
    await shutdown.run();
    if (isAsked) say("Stopped. Data stays in .data/.");
  } catch (error) {
    console.error(plainMessage(error));
  }
}

function say(line: string): void {
  console.log(line);
}
