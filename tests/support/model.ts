import assert from "node:assert/strict";

/** What the engine promises. What only the real state can know is learnt from it; what is not allowed there, throws. */

/** A search that is asked for. */
export interface Ask {
  account: number;
  target: number;
  /** For creators that there are none of: all are found, charged and given back at the end. */
  isPicky: boolean;
  key: string;
}

interface ModelJob extends Ask {
  delivered: number;
  refunded: number;
  isCancelled: boolean;
  /** All that its rows say, once it has ended: it never changes again. */
  end: string | null;
  /** The tasks that met a fault, each as often as it did: often enough, and it may fail. */
  faults: string[];
}

/** A job as it really is. */
export type SeenJob = Record<"found" | "charged" | "refunded", number> &
  Record<"status" | "digest", string> & { isEnded: boolean };

/** A task is tried five times: with fewer faults it does not fail, and a job ends with all that was asked for. */
export const isWhole = ({ isCancelled, faults }: ModelJob) =>
  !isCancelled && faults.every((task) => faults.filter((other) => other === task).length < 5);

export class Model {
  readonly jobs: ModelJob[] = [];
  /** How often each account was granted its allowance: for what it asked first, and for each month that followed. */
  private readonly grants = new Map<number, number>();
  private readonly limits: { allowance: number; pageSize: number };

  constructor(limits: { allowance: number; pageSize: number }) {
    this.limits = limits;
  }

  /** What a search must be answered. */
  dispatch(ask: Ask): "made" | "repeated" | "conflict" | "refused" {
    const known = this.jobs.find((job) => job.account === ask.account && job.key === ask.key);
    if (known) return known.target === ask.target && known.isPicky === ask.isPicky ? "repeated" : "conflict";
    const grants = this.grants.get(ask.account) ?? 1;
    if (ask.target > grants * this.limits.allowance - this.spent(ask.account)) return "refused";
    this.grants.set(ask.account, grants);
    this.jobs.push({ ...ask, delivered: 0, refunded: 0, isCancelled: false, end: null, faults: [] });
    return "made";
  }

  /** Another month's allowance beside what is left. */
  grant(account: number): void {
    this.grants.set(account, (this.grants.get(account) ?? 0) + 1);
  }

  /** What an account may still use, and what its open jobs hold of it. */
  balance(account: number): { available: number; held: number } {
    const open = this.jobs.filter((job) => job.account === account && !job.end);
    const held = open.reduce((sum, job) => sum + job.target - job.delivered, 0);
    const granted = (this.grants.get(account) ?? 0) * this.limits.allowance;
    return { available: granted - this.spent(account), held };
  }

  private spent(account: number): number {
    const own = this.jobs.filter((job) => job.account === account);
    return own.reduce((sum, job) => sum + (job.end ? job.delivered - job.refunded : job.target), 0);
  }

  /** The state after a command of which at most this many deliveries may have moved jobs. */
  observe(seen: readonly SeenJob[], deliveries: number): void {
    assert(seen.length === this.jobs.length, `${this.jobs.length} jobs, not ${seen.length}`);
    const moved = seen.reduce((sum, now, index) => sum + this.observeJob(index, now), 0);
    assert(moved <= deliveries * this.limits.pageSize, `${deliveries} deliveries brought ${moved} creators`);
  }

  private observeJob(index: number, now: SeenJob): number {
    const [job, name] = [this.jobs[index], `job ${index}`];
    if (!job) return 0;
    if (job.end) assert(job.end === now.digest, `${name} had ended, and changed`);
    assert(now.charged === now.found, `${name} was charged ${now.charged} for ${now.found}`);
    assert(now.found >= job.delivered && now.found <= job.target, `${name} has ${now.found}`);
    assert(now.refunded === 0 || (job.isPicky && now.isEnded), `${name} was refunded ${now.refunded}`);
    const moved = now.found - job.delivered;
    Object.assign(job, {
      delivered: now.found,
      refunded: now.refunded,
      end: now.isEnded ? now.digest : null,
    });
    if (!now.isEnded) return moved;
    assert((now.status === "cancelled") === job.isCancelled, `${name} ended as ${now.status}`);
    if (!isWhole(job)) return moved;
    const hasAll = now.status === "completed" && now.found === job.target;
    assert(hasAll, `${name} ended as ${now.status} with ${now.found} of ${job.target}`);
    assert(!job.isPicky || now.refunded === now.found, `${name} gave back ${now.refunded} of ${now.found}`);
    return moved;
  }
}
