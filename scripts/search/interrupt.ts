export const INTERRUPTED = 130;

/** npm and the terminal each pass the same Ctrl-C on; only a later one is a second wish. */
const REPEATED_SIGNAL_MS = 1_500;

/**
 * The first Ctrl-C asks for an orderly end, a later one leaves at once.
 * @returns `onInterrupt`, which also runs `work` when Ctrl-C came before
 */
export function watchForInterrupt() {
  let firstAt: number | null = null;
  let cancel = () => {};
  process.on("SIGINT", () => {
    if (firstAt === null) {
      firstAt = performance.now();
      cancel();
    } else if (performance.now() - firstAt >= REPEATED_SIGNAL_MS) {
      process.exit(INTERRUPTED);
    }
  });
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
