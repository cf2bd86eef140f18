import { setTimeout as sleep } from "node:timers/promises";
import type { Sql } from "#lib/db/index.ts";
import { TRANSACTION_IDLE_MAX_MS } from "./settings.ts";
import type { Victim } from "./victim.ts";

const INTERVAL_MS = 400;
const AGAIN_AFTER_MS = 50;
const IDLE_INTERVAL_MS = 80;
/** A transaction that waits so long for its process, and is not yet ended for it. */
const IDLE_MS = TRANSACTION_IDLE_MAX_MS / 2;

export interface Violation {
  rule: string;
  jobId: string | null;
  subject: string;
  details: unknown;
}

/** A transaction that nobody went on with: around a call it stands still until Postgres ends its connection. */
export interface StandingTransaction {
  /** Of the process that it waited for. */
  processId: string;
  /** Unix ms, by the database's clock. */
  since: number;
  /** The last statement. */
  query: string;
}

/** A connection to the database, as it is just now. */
interface Backend {
  key: string;
  port: number;
  isIdle: boolean;
  since: number;
  now: number;
  query: string;
}

/** Asks the database, all the time, whether anything contradicts itself just now. */
export class LiveChecker {
  /** What the first look saw that saw anything. */
  violations: Violation[] = [];
  looks = 0;
  readonly #idle = new Map<string, StandingTransaction>();
  readonly #sql: Sql;
  readonly #victims: readonly Victim[];
  readonly #stop = new AbortController();
  readonly #running: Promise<unknown>;

  constructor(sql: Sql, victims: readonly Victim[]) {
    this.#sql = sql;
    this.#victims = victims;
    const works = [() => this.#look(), () => this.#lookForIdle()];
    this.#running = Promise.all(works.map((work) => this.#repeat(work)));
  }

  /** Of processes that are struck. One that went on was only slow: its connection has been seen since. */
  get transactions(): StandingTransaction[] {
    return [...this.#idle.values()];
  }

  async close(): Promise<void> {
    this.#stop.abort();
    await this.#running;
  }

  async #look(): Promise<void> {
    const found = await this.#sql<Violation[]>`select * from invariant_violations`;
    this.looks += 1;
    if (this.violations.length === 0) this.violations = [...found];
    await this.#pause(INTERVAL_MS);
  }

  /** One that has only begun holds nothing yet, and its process may have been cut off from it. */
  async #lookForIdle(): Promise<void> {
    await this.#pause(IDLE_INTERVAL_MS);
    const backends = await this.#sql<Backend[]>`
      select pid || ' ' || backend_start as key, client_port as port, left(query, 200) as query,
        state = 'idle in transaction' and query not like 'begin%' as is_idle,
        (extract(epoch from state_change) * 1000)::float8 as since,
        (extract(epoch from clock_timestamp()) * 1000)::float8 as now
      from pg_stat_activity where datname = current_database() and client_port > 0 and state_change is not null`;
    for (const { key, port, isIdle, since, now, query } of backends) {
      const known = this.#idle.get(key);
      if (isIdle && now - since > IDLE_MS && known?.since !== since) {
        const victim = this.#victims.find(({ proxy }) => proxy.hasPort(port));
        if (victim) this.#idle.set(key, { processId: String(victim.pid), since, query });
      } else if (known && since > known.since) this.#idle.delete(key);
    }
  }

  async #repeat(work: () => Promise<void>): Promise<void> {
    while (!this.#stop.signal.aborted) {
      // Postgres is being restarted.
      await work().catch(() => this.#pause(AGAIN_AFTER_MS));
    }
  }

  #pause(ms: number): Promise<void> {
    return sleep(ms, undefined, { signal: this.#stop.signal }).catch(() => {});
  }
}
