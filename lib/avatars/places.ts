import { AppError } from "#lib/errors.ts";

/** Lets so many run at once; the others wait in line, and a line that is too long takes no more. */
export class Places {
  private free: number;
  private readonly waitingMax: number;
  private readonly waiting: (() => void)[] = [];

  constructor(limits: { runningMax: number; waitingMax: number }) {
    this.free = limits.runningMax;
    this.waitingMax = limits.waitingMax;
  }

  /** @throws AppError `unavailable` when the line is full */
  async run<T>(work: () => Promise<T>): Promise<T> {
    await this.take();
    try {
      return await work();
    } finally {
      this.giveBack();
    }
  }

  private async take(): Promise<void> {
    if (this.free > 0) {
      this.free -= 1;
      return;
    }
    if (this.waiting.length >= this.waitingMax) {
      throw new AppError("unavailable", "Too many pictures are asked for at once. Try again in a moment.");
    }
    await new Promise<void>((taken) => this.waiting.push(taken));
  }

  private giveBack(): void {
    const next = this.waiting.shift();
    if (next) next();
    else this.free += 1;
  }
}
