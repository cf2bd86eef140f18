import { setTimeout as sleep } from "node:timers/promises";
import type { Sql } from "#lib/db/index.ts";
import { CALL_TIMEOUT_MS, LEASE_MS } from "./settings.ts";

const INTERVAL_MS = 400;
/** What a tick usually takes at most; more is the machine's load. */
const TICK_MS = 50;
const TICK_USUAL_MS = 10;
/**
 * A transaction that waits so long for its client has one that waits for somebody else, or is stopped: longer than any
 * zombie is, shorter than the provider hangs.
 */
const IDLE_IN_TRANSACTION_MAX_MS = (2 * LEASE_MS + CALL_TIMEOUT_MS) / 2;

export interface Violation {
  rule: string;
  jobId: string | null;
  subject: string;
  details: unknown;
}

/** Asks the database, all the time, whether anything contradicts itself just now. */
export class LiveChecker {
  /** What the first look saw that saw anything. */
  violations: Violation[] = [];
  looks = 0;
  /** Transactions that waited for their client while a provider could hang. */
  idleTransactions: string[] = [];
  readonly #sql: Sql;
  readonly #stop = new AbortController();
  readonly #stalls: { at: number; ms: number }[] = [];
  readonly #running: Promise<unknown>;

  constructor(sql: Sql) {
    this.#sql = sql;
    this.#running = Promise.all([this.#repeat(() => this.#look()), this.#repeat(() => this.#tick())]);
  }

  /** How much longer than usual this process and the database took to answer, in a time that is given in Unix ms. */
  stalledMs(from: number, to: number): number {
    const within = this.#stalls.filter(({ at, ms }) => at >= from && at - ms <= to);
    return within.reduce((sum, { ms }) => sum + ms, 0);
  }

  async close(): Promise<void> {
    this.#stop.abort();
    await this.#running;
  }

  async #look(): Promise<void> {
    const found = await this.#sql<Violation[]>`select * from invariant_violations`;
    this.looks += 1;
    if (this.violations.length === 0) this.violations = [...found];
    const idle = await this.#sql<{ query: string }[]>`
      select application_name || ': ' || left(query, 200) as query from pg_stat_activity
      where datname = current_database() and state = 'idle in transaction'
        and state_change < clock_timestamp() - ${IDLE_IN_TRANSACTION_MAX_MS} * interval '1 millisecond'`;
    this.idleTransactions.push(...idle.map(({ query }) => query));
    await this.#pause(INTERVAL_MS);
  }

  async #tick(): Promise<void> {
    const startedAt = performance.now();
    await this.#pause(TICK_MS);
    await this.#sql`select 1`.catch(() => {});
    const late = performance.now() - startedAt - TICK_MS - TICK_USUAL_MS;
    if (late > 0) this.#stalls.push({ at: Date.now(), ms: late });
  }

  async #repeat(work: () => Promise<void>): Promise<void> {
    while (!this.#stop.signal.aborted) {
      // Postgres is being restarted.
      await work().catch(() => this.#pause(TICK_MS));
    }
  }

  #pause(ms: number): Promise<void> {
    return sleep(ms, undefined, { signal: this.#stop.signal }).catch(() => {});
  }
}
