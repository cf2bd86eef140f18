import { setTimeout as sleep } from "node:timers/promises";
import type { Sql } from "#lib/db/index.ts";
import type { Draws } from "./draws.ts";
import { followJournal, type TaskNews } from "./journal.ts";
import { LEASE_MS, RATES } from "./settings.ts";
import type { Victim } from "./victim.ts";

/**
 * A task is spared once this many attempts are used up, so that each has one left that nothing of ours strikes, and one
 * for what the provider does: no keyword may fail for good.
 */
const ATTEMPTS_STRUCK_MAX = 3;
/** A strike comes within so long after the claim: before the call, in it, or as the task settles. */
const STRIKE_WITHIN_MS = 60;
/** So many strikes of a kind may be missing for a while: those of the seed come first. */
const BEHIND_MAX = 2;
const KINDS = ["kill", "zombie"] as const;
const CUTS = ["at_statement", "before_commit", "after_commit"] as const;

export interface StrikeCounts {
  /** Runs of tasks that began. */
  runs: number;
  kills: number;
  /** Runs that were under way in killed processes. */
  killedRuns: number;
  zombies: number;
  zombieRuns: number;
  cuts: Record<(typeof CUTS)[number], number>;
  /** Strikes that were put off, because a task had no attempt to lose, or because too few others stood. */
  putOff: number;
}

/** Strikes the processes that run tasks, as the draws say for each run of each task. */
export class Injector {
  readonly counts: StrikeCounts = {
    runs: 0,
    kills: 0,
    killedRuns: 0,
    zombies: 0,
    zombieRuns: 0,
    cuts: { at_statement: 0, before_commit: 0, after_commit: 0 },
    putOff: 0,
  };
  readonly #sql: Sql;
  readonly #victims: readonly Victim[];
  readonly #draws: Draws;
  readonly #strikes = new Set<Promise<void>>();
  readonly #callOffByTask = new Map<string, () => void>();
  /** Strikes that were made or are about to be. */
  readonly #begun = { kill: 0, zombie: 0 };
  #isOn = false;
  #isHeld = false;
  #unfollow: () => Promise<void> = async () => {};

  private constructor(parts: { sql: Sql; victims: readonly Victim[]; draws: Draws }) {
    this.#sql = parts.sql;
    this.#victims = parts.victims;
    this.#draws = parts.draws;
  }

  static async start(
    databaseUrl: string,
    parts: { sql: Sql; victims: readonly Victim[]; draws: Draws },
  ): Promise<Injector> {
    const injector = new Injector(parts);
    injector.#unfollow = await followJournal(databaseUrl, (news) => injector.#hear(news));
    return injector;
  }

  begin(): void {
    this.#isOn = true;
  }

  /** Strikes nothing until `work` is done, so that it meets no task on its last attempt. */
  async hold(work: () => Promise<void>): Promise<void> {
    this.#isHeld = true;
    await Promise.all(this.#strikes);
    await work();
    this.#isHeld = false;
  }

  /** No further strikes; resolves when all processes are themselves again. */
  async end(): Promise<void> {
    this.#isOn = false;
    await Promise.all(this.#strikes);
    for (const callOff of this.#callOffByTask.values()) callOff();
  }

  close(): Promise<void> {
    return this.#unfollow();
  }

  #hear(news: TaskNews): void {
    const victim = this.#victims.find((one) => one.isWorker(news.worker));
    this.#callOffByTask.get(news.taskId)?.();
    this.#callOffByTask.delete(news.taskId);
    if (!this.#isOn || !news.isClaim || !victim) return;
    this.counts.runs += 1;
    const strike = this.#strikeFor(news) ?? this.#owedStrike(victim, news);
    if (strike === "cut" && maySuffer(news) && !this.#isHeld) this.#cut(victim, news);
    else if (strike === "kill" || strike === "zombie") this.#strikeLater(strike, victim, news);
  }

  #strikeFor({ label, run }: TaskNews): "kill" | "zombie" | "cut" | null {
    const { kill, cut, zombie } = RATES;
    const chance = this.#draws.share("strike", label, run);
    if (chance < kill) return "kill";
    if (chance < kill + zombie) return "zombie";
    return chance < kill + zombie + cut ? "cut" : null;
  }

  /** What was put off, or chance left out, hits the next run that can suffer it. */
  #owedStrike(victim: Victim, news: TaskNews): "kill" | "zombie" | null {
    if (!this.#mayFall(victim) || !maySuffer(news)) return null;
    const { runs } = this.counts;
    return KINDS.find((kind) => this.#begun[kind] < RATES[kind] * runs - BEHIND_MAX) ?? null;
  }

  #strikeLater(strike: "kill" | "zombie", victim: Victim, news: TaskNews): void {
    const strikes = this.#strikes;
    this.#begun[strike] += 1;
    const waitMs = this.#draws.between(0, STRIKE_WITHIN_MS, "wait", news.label, news.run);
    const done = sleep(waitMs)
      .then(() => (strike === "kill" ? this.#kill(victim, news) : this.#stop(victim, news)))
      // Postgres is being restarted.
      .catch(() => {})
      .finally(() => strikes.delete(done));
    strikes.add(done);
  }

  async #kill(victim: Victim, news: TaskNews): Promise<void> {
    if (!(await this.#maySuffer(victim, news))) return this.#putOff("kill");
    const at = new Date();
    victim.kill();
    this.counts.kills += 1;
    this.counts.killedRuns += await this.#note("killed", at, news);
  }

  async #stop(victim: Victim, news: TaskNews): Promise<void> {
    if (!(await this.#maySuffer(victim, news))) return this.#putOff("zombie");
    const at = new Date();
    const stopped = victim.stopFor(LEASE_MS * this.#draws.between(1.2, 2, "stop", news.label, news.run));
    this.counts.zombies += 1;
    this.counts.zombieRuns += await this.#note("stopped", at, news);
    await stopped;
  }

  #cut(victim: Victim, { taskId, jobId, label, run, worker, leaseToken }: TaskNews): void {
    if (leaseToken === null) return;
    const at = this.#draws.pick(CUTS, "cut", label, run);
    const onCut = () => {
      this.counts.cuts[at] += 1;
      this.#callOffByTask.delete(taskId);
      // Only for the history; lost while Postgres restarts.
      void this.#sql`
        insert into faults_journal (what, job_id, task_id, label, worker, run)
        values (${`connection cut ${at}`}, ${jobId}, ${taskId}, ${label}, ${worker}, ${run})`.catch(() => {});
    };
    this.#callOffByTask.set(taskId, victim.proxy.cutCarrier(leaseToken, at, onCut));
  }

  /**
   * False where a task of the process has no attempt to lose, where it is down already, and where no more than half of
   * the others stand: nobody gets over anything while there is nobody to sweep.
   */
  async #maySuffer(victim: Victim, news: TaskNews): Promise<boolean> {
    const { worker } = news;
    if (!maySuffer(news) || !victim.isWorker(worker) || !this.#mayFall(victim)) return false;
    const last = await this.#sql`
      select 1 from job_tasks
      where state = 'running' and worker = ${worker} and attempts > ${ATTEMPTS_STRUCK_MAX} limit 1`;
    return last.length === 0 && victim.isWorker(worker) && this.#mayFall(victim);
  }

  #mayFall(victim: Victim): boolean {
    const others = this.#victims.filter((one) => one !== victim);
    const standing = others.filter((one) => one.isStanding).length;
    return !this.#isHeld && victim.isRunning && standing > others.length / 2;
  }

  #putOff(strike: "kill" | "zombie"): void {
    this.counts.putOff += 1;
    this.#begun[strike] -= 1;
  }

  /** Writes down what was struck at a time; this machine's clock is the database's. Answers how many runs that hit. */
  async #note(what: string, at: Date, { jobId, taskId, label, worker, run }: TaskNews): Promise<number> {
    const [mark] = await this.#sql<{ count: number }[]>`
      with struck as (
        select coalesce(jsonb_agg(id), '[]') as tasks from job_tasks where state = 'running' and worker = ${worker}
      )
      insert into faults_journal (at, what, job_id, task_id, label, worker, run, tasks)
      select ${at}, ${what}, ${jobId}, ${taskId}, ${label}, ${worker}, ${run}, tasks from struck
      returning jsonb_array_length(tasks) as count`;
    return mark?.count ?? 0;
  }
}

/** Whether the task has an attempt to lose. */
function maySuffer({ attempts }: TaskNews): boolean {
  return attempts <= ATTEMPTS_STRUCK_MAX;
}
