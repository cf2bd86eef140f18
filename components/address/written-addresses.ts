/**
 * What was written into the address and the router has not come to yet. On its way there it writes older ones once more, and
 * for that long the browser's own address is not what stands.
 */
export class WrittenAddresses {
  private written: readonly string[] = [];

  write(address: string): void {
    this.written = [...this.written, address];
  }

  /** The router is at this one. Of what was written before it, it skips the rest; one that nobody wrote here leads elsewhere. */
  arrive(address: string): void {
    const place = this.written.indexOf(address);
    this.written = place < 0 ? [] : this.written.slice(place + 1);
  }

  /** Null: the browser's address is right. */
  get newest(): string | null {
    return this.written.at(-1) ?? null;
  }
}
