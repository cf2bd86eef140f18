import { workerGraceMs } from "./environment.ts";

/** npm, run.mjs and the terminal each pass the same Ctrl-C on; only a later one is a second wish. */
const REPEATED_SIGNAL_MS = 1_500;

/**
 * A signal that is given on Ctrl-C, SIGTERM, a closed terminal, or when the parent process is gone. A second
 * Ctrl-C ends the process at once; so does a graceful stop that takes longer than it may.
 */
export function watchForAbort(): AbortSignal {
  const controller = new AbortController();
  let firstAt: number | undefined;
  const abort = () => {
    if (firstAt !== undefined) return;
    firstAt = Date.now();
    controller.abort();
    setTimeout(() => process.exit(1), workerGraceMs()).unref();
  };
  const onSignal = () => {
    if (firstAt !== undefined && Date.now() - firstAt >= REPEATED_SIGNAL_MS) process.exit(1);
    abort();
  };
  for (const name of ["SIGINT", "SIGTERM", "SIGHUP"]) process.on(name, onSignal);
  process.on("disconnect", abort);
  // Listening must not keep a command alive that is done.
  process.channel?.unref();
  for (const stream of [process.stdout, process.stderr]) stream.on("error", () => {});
  return controller.signal;
}
