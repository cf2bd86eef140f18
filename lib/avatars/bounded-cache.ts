interface Entry<T> {
  value: T;
  size: number;
  /** Unix ms. */
  until: number;
}

/** Keeps what was used last, up to a size; each entry until its time. */
export class BoundedCache<T> {
  private readonly entries = new Map<string, Entry<T>>();
  private readonly sizeMax: number;
  private size = 0;

  constructor(sizeMax: number) {
    this.sizeMax = sizeMax;
  }

  get(key: string): T | undefined {
    const entry = this.entries.get(key);
    if (!entry) return undefined;
    this.remove(key, entry);
    if (entry.until <= Date.now()) return undefined;
    this.add(key, entry);
    return entry.value;
  }

  set(key: string, value: T, { size, keepMs }: { size: number; keepMs: number }): void {
    const before = this.entries.get(key);
    if (before) this.remove(key, before);
    if (size > this.sizeMax) return;
    this.add(key, { value, size, until: Date.now() + keepMs });
    // The order of a Map is that of its insertions, and each use inserts anew.
    for (const [oldest, entry] of this.entries) {
      if (this.size <= this.sizeMax) break;
      this.remove(oldest, entry);
    }
  }

  private add(key: string, entry: Entry<T>): void {
    this.entries.set(key, entry);
    this.size += entry.size;
  }

  private remove(key: string, entry: Entry<T>): void {
    this.entries.delete(key);
    this.size -= entry.size;
  }
}
