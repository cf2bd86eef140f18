import { hash } from "#sandbox/random.ts";

/**
 * Chances that hang on what they are about, not on the order in which it happens: processes interleave differently
 * each time, and yet the same seed strikes the same run of the same task.
 */
export class Draws {
  readonly #seed: number;

  constructor(seed: number) {
    this.#seed = seed;
  }

  /** From 0 (inclusive) to 1 (exclusive). */
  share(...about: readonly (string | number)[]): number {
    return hash(`${this.#seed}|${about.join("|")}`) / 4_294_967_296;
  }

  /** Whether the one of each `size` in a row is at this place: as many as planned, whatever chance has it. */
  isOneOf(size: number, at: number, ...about: readonly (string | number)[]): boolean {
    return at % size === Math.floor(this.share(...about, Math.floor(at / size)) * size);
  }

  between(from: number, to: number, ...about: readonly (string | number)[]): number {
    return from + this.share(...about) * (to - from);
  }

  /** @throws Error for an empty list */
  pick<T>(from: readonly T[], ...about: readonly (string | number)[]): T {
    const picked = from[Math.floor(this.share(...about) * from.length)];
    if (picked === undefined) throw new Error("There is nothing to choose from.");
    return picked;
  }
}
