import { isTransient } from "#lib/db/index.ts";

const TRIES_MAX = 3;

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
