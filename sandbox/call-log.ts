const CALLS_KEPT = 20_000;

interface Call {
  path: string;
  query: Record<string, string>;
  /** Unix milliseconds. */
  at: number;
  /** Null while the call runs, and when it ended without an answer. */
  status: number | null;
  /** Whether its answer broke off. */
  isCutOff: boolean;
}

/** Counts the calls at the provider's endpoints, and how many ran at once. */
export class CallLog {
  #total = 0;
  #running = 0;
  #maxConcurrent = 0;
  #byPath: Record<string, number> = {};
  #different = new Set<string>();
  #calls: Call[] = [];

  /** Returns what to call, once, when the call is over. */
  begin(path: string, query: Record<string, string>): (status: number | null, isCutOff?: boolean) => void {
    const call: Call = { path, query, at: Date.now(), status: null, isCutOff: false };
    this.#total += 1;
    this.#running += 1;
    this.#maxConcurrent = Math.max(this.#maxConcurrent, this.#running);
    this.#byPath[path] = (this.#byPath[path] ?? 0) + 1;
    this.#calls.push(call);
    this.#different.add(`${path} ${JSON.stringify(query)}`);
    // Trimmed in bulk: shifting one by one is slow on a long list.
    if (this.#calls.length >= 2 * CALLS_KEPT) this.#calls = this.#calls.slice(-CALLS_KEPT);
    let isOver = false;
    return (status, isCutOff = false) => {
      if (isOver) return;
      isOver = true;
      call.status = status;
      call.isCutOff = isCutOff;
      this.#running -= 1;
    };
  }

  reset(): void {
    this.#total = 0;
    this.#maxConcurrent = this.#running;
    this.#byPath = {};
    this.#different.clear();
    this.#calls = [];
  }

  summary() {
    return {
      total: this.#total,
      /** By path and query. */
      different: this.#different.size,
      byPath: this.#byPath,
      maxConcurrent: this.#maxConcurrent,
      calls: this.#calls.slice(-CALLS_KEPT),
    };
  }
}
