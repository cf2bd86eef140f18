import type { Sql } from "#lib/db/index.ts";
import type { CallStart } from "#lib/services/index.ts";
import { ProviderError } from "./provider-error.ts";
import { type GateLimits, type GateVerdict, passGate } from "./provider-gate.ts";

/** A wait at the gate that is longer than this gives the lease back: the task comes again when it is over. */
const PATIENCE_MS = 2_000;
/** Calls that one transaction asks for. */
const BATCH_MAX = 50;

interface Waiting {
  call: CallStart;
  signal: AbortSignal;
  resolve: () => void;
  reject: (error: ProviderError) => void;
}

/**
 * The calls of this process that wait at one provider's gate, first come first served: one asks for all, so
 * that waiting costs the database next to nothing.
 */
export class GateQueue {
  private readonly sql: Sql;
  private readonly provider: string;
  private readonly limits: () => GateLimits;
  private readonly queue: Waiting[] = [];
  private isPumping = false;
  private wasFull = false;
  private callsUnderWay = 0;
  /** Calls that have ended while their rows in the log do not say so yet. */
  private readonly ended = new Set<string>();
  private retry: { timer: NodeJS.Timeout; now: () => void } | null = null;

  constructor(sql: Sql, provider: string, limits: () => GateLimits) {
    this.sql = sql;
    this.provider = provider;
    this.limits = limits;
  }

  /** True while calls wait because as many are under way as may be. */
  get isSaturated(): boolean {
    return this.wasFull && this.queue.length > 0;
  }

  /**
   * Resolves when the call may be made; its log row is written then.
   * @throws ProviderError `gate_closed`, `spend_cap` or `cancelled`.
   */
  pass(call: CallStart, signal: AbortSignal): Promise<void> {
    return new Promise((resolve, reject) => {
      this.queue.push({ call, signal, resolve, reject });
      if (!this.isPumping) void this.pump();
    });
  }

  /** A call of this process has ended: there is room now, also before the log says so. */
  release(callId: string): void {
    this.callsUnderWay -= 1;
    this.ended.add(callId);
    this.retry?.now();
  }

  /** The call's row says that it has ended. Where it could not be told, its place is taken until its lease ends. */
  forget(callId: string): void {
    this.ended.delete(callId);
  }

  private async pump(): Promise<void> {
    this.isPumping = true;
    // Lets the calls of this turn of the event loop go together.
    await new Promise((resolve) => setImmediate(resolve));
    while (this.queue.length > 0) {
      this.dropAborted();
      const room = this.limits().parallelMax - this.callsUnderWay;
      this.wasFull = room <= 0;
      const batch = this.queue.slice(0, Math.min(BATCH_MAX, Math.max(0, room)));
      const waitMs = batch.length > 0 ? await this.ask(batch) : PATIENCE_MS;
      if (waitMs > 0 && this.queue.length > 0) await this.pause(waitMs);
    }
    this.isPumping = false;
  }

  /** Answers how long to wait before asking again. */
  private async ask(batch: Waiting[]): Promise<number> {
    let verdicts: GateVerdict[];
    try {
      verdicts = await passGate(
        this.sql,
        this.provider,
        { calls: batch.map((waiting) => waiting.call), ended: [...this.ended] },
        this.limits(),
      );
    } catch (error) {
      const failure = new ProviderError(this.provider, "gate_closed", "The gate did not answer.", {
        cause: error,
      });
      this.settle(batch, () => ({ verdict: "refused", error: failure }));
      return 0;
    }
    const waits = verdicts.filter((verdict) => verdict.verdict === "wait");
    this.wasFull = waits.some((wait) => wait.isFull);
    this.settle(batch, (index) => verdicts[index]);
    return Math.min(...waits.map((wait) => wait.afterMs), waits.length > 0 ? PATIENCE_MS : 0);
  }

  private settle(batch: Waiting[], verdictOf: (index: number) => GateVerdict | undefined): void {
    batch.forEach((waiting, index) => {
      const verdict = verdictOf(index);
      if (verdict?.verdict === "wait" && verdict.afterMs <= PATIENCE_MS) return;
      this.queue.splice(this.queue.indexOf(waiting), 1);
      if (verdict?.verdict === "open") {
        this.callsUnderWay += 1;
        waiting.resolve();
      } else if (verdict?.verdict === "refused") waiting.reject(verdict.error);
      else {
        waiting.reject(
          new ProviderError(this.provider, "gate_closed", "The provider asked for a pause.", {
            retryAfterMs: verdict?.afterMs ?? PATIENCE_MS,
          }),
        );
      }
    });
  }

  private dropAborted(): void {
    for (const waiting of this.queue.filter(({ signal }) => signal.aborted)) {
      this.queue.splice(this.queue.indexOf(waiting), 1);
      waiting.reject(new ProviderError(this.provider, "cancelled", "Given up before the call."));
    }
  }

  private pause(forMs: number): Promise<void> {
    return new Promise((resolve) => {
      const now = () => {
        clearTimeout(timer);
        this.retry = null;
        resolve();
      };
      const timer = setTimeout(now, forMs);
      this.retry = { timer, now };
    });
  }
}
