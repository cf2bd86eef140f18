/** What was done to a system, over all runs, and how often anything came of it. */
export class Tally {
  /** By the command's name. */
  readonly counts = new Map<string, { ran: number; bit: number }>();

  /** A command that is passed over is none that ran. */
  note(name: string, hasBitten: boolean): void {
    const { ran, bit } = this.counts.get(name) ?? { ran: 0, bit: 0 };
    this.counts.set(name, { ran: ran + 1, bit: bit + (hasBitten ? 1 : 0) });
  }

  /** Of those names, the ones of which nothing came. */
  missing(names: readonly string[]): string[] {
    return names.filter((name) => !this.counts.get(name)?.bit);
  }

  describe(): string {
    return [...this.counts].map(([name, { ran, bit }]) => `${name} ${bit} of ${ran}`).join(", ");
  }
}
