/** Why everything stops. */
export interface End {
  code: number;
  /** Shown to the person; none when they asked for it. */
  reason?: string;
}

export interface Shutdown {
  requested: Promise<End>;
  /** Aborted as soon as an end is requested. */
  signal: AbortSignal;
  /** The first request counts. */
  request(end: End): void;
  /** What is registered last is stopped first. */
  onStop(stop: () => Promise<void>): void;
  run(): Promise<void>;
}

/** npm, run.mjs and the terminal each pass the same Ctrl-C on; only a later one is a second wish. */
const REPEATED_SIGNAL_MS = 1_500;

/**
 * Listens for Ctrl-C, SIGTERM, a closed terminal and the loss of the parent process. A second signal ends this
 * process at once; its children notice that and stop by themselves.
 */
export function watchForStop(onForced: () => void): Shutdown {
  const controller = new AbortController();
  const { promise, resolve } = Promise.withResolvers<End>();
  const stops: (() => Promise<void>)[] = [];
  const request = (end: End) => {
    if (controller.signal.aborted) return;
    controller.abort();
    resolve(end);
  };

  let firstSignalAt: number | undefined;
  const onSignal = () => {
    firstSignalAt ??= Date.now();
    if (Date.now() - firstSignalAt < REPEATED_SIGNAL_MS) return request({ code: 0 });
    onForced();
    process.exit(1);
  };
  for (const name of ["SIGINT", "SIGTERM", "SIGHUP"]) process.on(name, onSignal);
  process.on("disconnect", () => request({ code: 0 }));

  return {
    requested: promise,
    signal: controller.signal,
    request,
    onStop: (stop) => stops.push(stop),
    async run() {
      for (const stop of stops.reverse()) await stop();
    },
  };
}
