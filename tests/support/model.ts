/**
 * What the engine promises to somebody who does not know how it works. It learns from the real state what only that
 * can know (what a page brought, when a job ended), and throws where that is not allowed.
 */

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
  /** Faults that its tasks met: enough of them may fail a task. */
  faults: number;
}

/** A job as it really is. */
export type SeenJob = Record<"found" | "charged" | "refunded", number> &
  Record<"status" | "digest", string> & { isEnded: boolean };

/** So often a task is tried: with fewer faults it does not fail. */
const ATTEMPTS_MAX = 5;

export class Model {
  readonly jobs: ModelJob[] = [];
  /** The accounts that have asked for something: each was granted its allowance once. */
  readonly granted = new Set<number>();
  private readonly limits: { allowance: number; pageSize: number };

  constructor(limits: { allowance: number; pageSize: number }) {
    this.limits = limits;
  }

  /** What a search must be answered. */
  dispatch(ask: Ask): "made" | "repeated" | "conflict" | "refused" {
    const known = this.jobs.find((job) => job.account === ask.account && job.key === ask.key);
    if (known) return known.target === ask.target && known.isPicky === ask.isPicky ? "repeated" : "conflict";
    if (ask.target > this.limits.allowance - this.spent(ask.account)) return "refused";
    this.granted.add(ask.account);
    this.jobs.push({ ...ask, delivered: 0, refunded: 0, isCancelled: false, end: null, faults: 0 });
    return "made";
  }

  /** What an account may still use, and what its open jobs hold of it. */
  balance(account: number): { available: number; held: number } {
    const open = this.jobs.filter((job) => job.account === account && !job.end);
    const held = open.reduce((sum, job) => sum + job.target - job.delivered, 0);
    const granted = this.granted.has(account) ? this.limits.allowance : 0;
    return { available: granted - this.spent(account), held };
  }

  private spent(account: number): number {
    const own = this.jobs.filter((job) => job.account === account);
    return own.reduce((sum, job) => sum + (job.end ? job.delivered - job.refunded : job.target), 0);
  }

  /** The state after a command of which at most this many deliveries may have moved jobs. */
  observe(seen: readonly SeenJob[], deliveries: number): void {
    must(seen.length === this.jobs.length, `${this.jobs.length} jobs, not ${seen.length}`);
    const moved = seen.reduce((sum, now, index) => sum + this.observeJob(index, now), 0);
    must(moved <= deliveries * this.limits.pageSize, `${deliveries} deliveries brought ${moved} creators`);
  }

  private observeJob(index: number, now: SeenJob): number {
    const [job, name] = [this.jobs[index], `job ${index}`];
    if (!job) return 0;
    if (job.end) must(job.end === now.digest, `${name} had ended, and changed`);
    must(now.charged === now.found, `${name} was charged ${now.charged} for ${now.found}`);
    must(now.found >= job.delivered && now.found <= job.target, `${name} has ${now.found}`);
    must(now.refunded === 0 || (job.isPicky && now.isEnded), `${name} was refunded ${now.refunded}`);
    const moved = now.found - job.delivered;
    Object.assign(job, {
      delivered: now.found,
      refunded: now.refunded,
      end: now.isEnded ? now.digest : null,
    });
    if (!now.isEnded) return moved;
    must((now.status === "cancelled") === job.isCancelled, `${name} ended as ${now.status}`);
    if (job.isCancelled || job.faults >= ATTEMPTS_MAX) return moved;
    must(
      now.status === "completed" && now.found === job.target,
      `${name} ended as ${now.status} with ${now.found} of ${job.target}`,
    );
    must(!job.isPicky || now.refunded === now.found, `${name} gave back ${now.refunded} of ${now.found}`);
    return moved;
  }
}

function must(isSo: boolean, otherwise: string): void {
  if (!isSo) throw new Error(otherwise);
}
