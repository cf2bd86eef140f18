export const INTERRUPTED = 130;

const SIGNALS = ["SIGINT", "SIGTERM"];
/** npm and the terminal each pass the same signal on; only a later one is a second wish. */
const REPEATED_SIGNAL_MS = 1_500;

/**
 * The first Ctrl-C, or SIGTERM, asks for an orderly end, a later one leaves at once.
 * @returns `onInterrupt`, which also runs `work` when the signal came before
 */
export function watchForInterrupt() {
  let firstAt: number | null = null;
  let cancel = () => {};
  const onSignal = () => {
    if (firstAt === null) {
      firstAt = performance.now();
      cancel();
    } else if (performance.now() - firstAt >= REPEATED_SIGNAL_MS) {
      process.exit(INTERRUPTED);
    }
  };
  for (const signal of SIGNALS) process.on(signal, onSignal);
  return {
    get isInterrupted() {
      return firstAt !== null;
    },
    onInterrupt(work: () => void) {
      cancel = work;
      if (firstAt !== null) work();
    },
  };
}

export type Interrupt = ReturnType<typeof watchForInterrupt>;
