import { setTimeout as delay } from "node:timers/promises";

/**
 * The promise's value, unless it takes too long or the signal is given first.
 * @throws Error that names what did not become ready
 */
export async function within<T>(
  promise: Promise<T>,
  { what, maxMs, signal }: { what: string; maxMs: number; signal: AbortSignal },
): Promise<T> {
  const done = new AbortController();
  const timeout = delay(maxMs, undefined, { signal: AbortSignal.any([signal, done.signal]) }).then(
    (): never => {
      throw new Error(`${what} was not ready within ${maxMs / 1_000} s.`);
    },
  );
  try {
    return await Promise.race([promise, timeout]);
  } finally {
    done.abort();
    timeout.catch(() => {});
  }
}
