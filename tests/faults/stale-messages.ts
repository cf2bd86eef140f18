import { setTimeout as sleep } from "node:timers/promises";
import { connect, isDatabaseUnreachable, isTransient, type Sql } from "#lib/db/index.ts";
import { LeaseKeeper } from "#lib/queue/lease-keeper.ts";
import { notifyWorkers } from "#lib/queue/notify.ts";
import {
  afterEnd,
  type ClaimedTask,
  claimTask,
  createEngine,
  type Engine,
  runTask,
} from "#lib/search-engine/v2/index.ts";
import type { Draws } from "./draws.ts";
import { followJournal, type TaskNews } from "./journal.ts";
import { HEARTBEAT_MS, LATE_BY_MS, LEASE_MS, RATES } from "./settings.ts";

/**
 * Duplicate deliveries where Postgres wakes tasks. A message is a notification there, and what it leads to is a claim:
 * so a duplicate is one more notification, and one more claim of that very task by its id. It comes at once, when
 * the task has just been claimed; or long after, when it is mostly over; or as the task becomes due, when two such claims
 * race each other and all the workers. Who gets a task here works on it, as another worker would.
 */
export async function startStaleMessages(databaseUrl: string, draws: Draws) {
  const messages = new StaleMessages(databaseUrl, draws);
  const unfollow = await followJournal(databaseUrl, (news) => messages.hear(news));
  return {
    begin: () => messages.switch(true),
    end: () => messages.switch(false),
    untilQuiet: () => messages.untilQuiet(),
    counts: () => messages.counts(),
    async close() {
      await unfollow();
      await messages.close();
    },
  };
}

type ClaimAnswer = Awaited<ReturnType<typeof claimTask>>;

/** When a duplicate comes. */
type Timing = "at once" | "late" | "racing";

const { duplicate, lateShareOfDuplicates, racingShareOfDuplicates } = RATES;
const SHARES: Readonly<Record<Timing, number>> = {
  late: duplicate * lateShareOfDuplicates,
  racing: duplicate * (1 - lateShareOfDuplicates) * racingShareOfDuplicates,
  "at once": duplicate * (1 - lateShareOfDuplicates) * (1 - racingShareOfDuplicates),
};

class StaleMessages {
  readonly #draws: Draws;
  readonly #sql: Sql;
  readonly #engine: Engine;
  readonly #leases: LeaseKeeper;
  readonly #beats: NodeJS.Timeout;
  readonly #deliveries = new Set<Promise<void>>();
  readonly #counts: Record<Timing, number> = { "at once": 0, late: 0, racing: 0 };
  readonly #faults: string[] = [];
  /** Races that one of the two won. */
  #won = 0;
  /** Claims by whomever, and attempts at one from here that got nothing. */
  #claims = 0;
  #refused = 0;
  #isOn = false;

  constructor(databaseUrl: string, draws: Draws) {
    this.#draws = draws;
    this.#sql = connect(databaseUrl, { poolMax: 8, applicationName: "faults-stale" });
    this.#engine = createEngine(this.#sql);
    this.#leases = new LeaseKeeper(this.#engine);
    this.#beats = setInterval(() => void this.#leases.extend(), HEARTBEAT_MS);
  }

  switch(isOn: boolean): void {
    this.#isOn = isOn;
  }

  hear(news: TaskNews): void {
    if (!this.#isOn) return;
    if (news.isClaim) this.#claims += 1;
    const timing = this.#timingOf(news);
    if (timing === null) return;
    const delivery = this.#deliverAgain(news, timing).finally(() => this.#deliveries.delete(delivery));
    this.#deliveries.add(delivery);
  }

  async untilQuiet(): Promise<void> {
    while (this.#deliveries.size > 0) await Promise.all(this.#deliveries);
  }

  counts() {
    const { late, racing, "at once": atOnce } = this.#counts;
    return {
      deliveriesBesideClaims: this.#refused,
      deliveredOnce: this.#claims,
      duplicates: atOnce + late + racing,
      lateDuplicates: late,
      racingDuplicates: this.#won,
      faults: this.#faults,
    };
  }

  async close(): Promise<void> {
    clearInterval(this.#beats);
    await this.#sql.end({ timeout: 1 });
  }

  #timingOf({ isClaim, isDue, label, run }: TaskNews): Timing | null {
    if (!isClaim) {
      const share = this.#draws.share("racing", label, run);
      return isDue && share < SHARES.racing ? "racing" : null;
    }
    const share = this.#draws.share("duplicate", label, run);
    if (share < SHARES.late) return "late";
    return share < SHARES.late + SHARES["at once"] ? "at once" : null;
  }

  async #deliverAgain(news: TaskNews, timing: Timing): Promise<void> {
    const { taskId, provider, label, run } = news;
    if (timing === "late") await sleep(this.#draws.between(LEASE_MS, 2 * LATE_BY_MS, "late by", label, run));
    try {
      if (timing !== "racing") await notifyWorkers(this.#sql, [provider]);
      const messages = timing === "racing" ? 2 : 1;
      const answers = await Promise.all(Array.from({ length: messages }, () => this.#claim(taskId)));
      this.#counts[timing] += 1;
      const claimed = answers.flatMap((answer) => (answer.claim === "claimed" ? [answer.task] : []));
      this.#refused += messages - claimed.length;
      if (timing === "racing" && claimed.length > 0) this.#won += 1;
      if (claimed.length > 1) this.#faults.push(`two claims at once both got ${label}`);
      await Promise.all(claimed.map((task) => this.#work(task)));
    } catch (error) {
      // Postgres is being restarted: what was claimed here is found by its lease.
      if (!isTransient(error) && !isDatabaseUnreachable(error))
        this.#faults.push(`${label}: ${String(error)}`);
    }
  }

  #claim(taskId: string): Promise<ClaimAnswer> {
    return claimTask(this.#sql, { taskId, worker: this.#engine.worker }, this.#engine.settings);
  }

  async #work(task: ClaimedTask): Promise<void> {
    const settled = await this.#leases.run(task, (signal) => runTask(this.#engine, task, { signal }));
    await notifyWorkers(this.#sql, await afterEnd(this.#sql, settled.endedAccountId, settled.wake));
  }
}
