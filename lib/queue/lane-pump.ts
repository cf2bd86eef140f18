import { logger } from "#lib/log/index.ts";
import {
  afterEnd,
  type ClaimedTask,
  callsOf,
  claimDue,
  type Engine,
  getProviderLimits,
  runTask,
  type TaskRun,
} from "#lib/search-engine/v2/index.ts";
import type { LeaseKeeper } from "./lease-keeper.ts";
import { wakeWorkers } from "./wake.ts";

/**
 * Calls beyond the provider's limit that are claimed ahead, as a share of it: enough that its places are
 * never empty, little enough that a small job does not wait behind what was claimed.
 */
const CLAIM_AHEAD = 0.25;
const CLAIM_BATCH_MAX = 20;

/**
 * Keeps one provider's lane busy: claims by virtual time while the provider has room for the calls. Each lane
 * has slots of its own, so that slow calls of one provider don't hold all.
 */
export class LanePump {
  private readonly engine: Engine;
  private readonly leases: LeaseKeeper;
  private readonly provider: string;
  private readonly concurrency: number;
  private running = 0;
  private callsUnderWay = 0;
  private isClaiming = false;
  private claiming: Promise<void> = Promise.resolve();
  private isWoken = false;
  private isStopped = false;

  constructor(engine: Engine, leases: LeaseKeeper, lane: { provider: string; concurrency: number }) {
    this.engine = engine;
    this.leases = leases;
    this.provider = lane.provider;
    this.concurrency = lane.concurrency;
  }

  /** Something may be due. */
  wake(): void {
    this.isWoken = true;
    if (!this.isClaiming && !this.isStopped) this.claiming = this.claimAll();
  }

  /** Resolves when no claim is under way any more: what the last one brought is running by then. */
  stop(): Promise<void> {
    this.isStopped = true;
    return this.claiming;
  }

  private async claimAll(): Promise<void> {
    this.isClaiming = true;
    try {
      while (this.isWoken && !this.isStopped) {
        const callsFree = this.callsFree();
        const tasksMax = Math.min(CLAIM_BATCH_MAX, this.concurrency - this.running);
        if (callsFree <= 0 || tasksMax <= 0) break;
        this.isWoken = false;
        const { worker, settings, sql } = this.engine;
        const tasks = await claimDue(sql, { provider: this.provider, worker, tasksMax, callsFree }, settings);
        for (const task of tasks) this.start(task);
        if (tasks.length > 0) this.isWoken = true;
      }
    } catch (error) {
      logger.error({ err: error, provider: this.provider }, "lane.claim_failed");
    } finally {
      this.isClaiming = false;
    }
  }

  private callsFree(): number {
    if (this.engine.http.isSaturated(this.provider)) return 0;
    return Math.ceil(getProviderLimits(this.provider).parallelMax * (1 + CLAIM_AHEAD)) - this.callsUnderWay;
  }

  private start(task: ClaimedTask): void {
    let callsLeft = callsOf(task);
    const endCalls = (count: number) => {
      callsLeft -= count;
      this.callsUnderWay -= count;
      this.wake();
    };
    this.running += 1;
    this.callsUnderWay += callsLeft;
    // Places are free when the calls have ended: while this task settles, the next one may call.
    const onCallEnded = () => endCalls(Math.min(1, callsLeft));
    void this.leases
      .run(task, (signal) => this.work(task, { signal, onCallEnded }))
      .finally(() => {
        this.running -= 1;
        endCalls(callsLeft);
      });
  }

  private async work(task: ClaimedTask, run: TaskRun): Promise<void> {
    const { sql } = this.engine;
    try {
      const settled = await runTask(this.engine, task, run);
      const wake = await afterEnd(sql, settled.endedAccountId, settled.wake);
      if (wake.length > 0) await wakeWorkers(sql, wake);
    } catch (error) {
      // The lease runs out and the sweeper takes over.
      logger.error({ err: error, jobId: task.jobId, taskId: task.id }, "task.not_settled");
    }
  }
}
