const TRIES_MAX = 3;

/** Deadlock, serialisation failure, a transaction that stood still too long, and what a restarting server or a cut connection answers. */
const TRANSIENT_CODES = new Set([
  "40P01",
  "40001",
  "57P01",
  "57P02",
  "57P03",
  "25P03",
  "08000",
  "08003",
  "08006",
  "CONNECTION_CLOSED",
  "CONNECTION_DESTROYED",
  "CONNECTION_ENDED",
  "CONNECT_TIMEOUT",
  "ECONNREFUSED",
  "ECONNRESET",
  "EPIPE",
]);

/** True for a failure that passes by itself: the same again may do better. */
export function isTransient(error: unknown): boolean {
  return (
    error instanceof Error &&
    "code" in error &&
    typeof error.code === "string" &&
    TRANSIENT_CODES.has(error.code)
  );
}

/**
 * Repeats a transaction that failed for a passing reason. The transaction must be safe to repeat after a
 * commit whose answer was lost: each of ours finds its lease or its key used up.
 */
export async function retryTransient<T>(work: () => Promise<T>): Promise<T> {
  for (let tries = 1; ; tries += 1) {
    try {
      return await work();
    } catch (error) {
      if (!isTransient(error) || tries >= TRIES_MAX) throw error;
      await new Promise((resolve) => setTimeout(resolve, Math.random() * 100 * 2 ** tries));
    }
  }
}
