import { hash } from "#sandbox/random.ts";

/** Made-up creators of the sandbox: as many as its numbers have room for. */
export const SYNTHETIC_MAX = 10_000_000;
/** The sandbox's own default; keywords are chosen for it. */
const SEED = 1;

/**
 * Keywords that match nobody of the sample data, and lead to made-up creators of their own: each keyword's
 * creators follow one another from a number that its hash gives, and these runs must not meet.
 */
export class DistinctKeywords {
  private readonly starts: number[] = [];
  private readonly runLength: number;
  private tried = 0;

  /** @param creatorsEach the most creators that one keyword is asked for */
  constructor(creatorsEach: number) {
    this.runLength = creatorsEach;
  }

  /** Others than all that were taken before. */
  take(count: number): string[] {
    return Array.from({ length: count }, () => this.next());
  }

  private next(): string {
    for (;;) {
      this.tried += 1;
      const keyword = `zqbench${this.tried}x`;
      const start = hash(`${SEED}|${keyword}`) % SYNTHETIC_MAX;
      const isApart = this.starts.every((other) => distance(start, other) >= this.runLength);
      if (!isApart) continue;
      this.starts.push(start);
      return keyword;
    }
  }
}

/** On the circle of numbers. */
function distance(one: number, other: number): number {
  const apart = Math.abs(one - other);
  return Math.min(apart, SYNTHETIC_MAX - apart);
}
