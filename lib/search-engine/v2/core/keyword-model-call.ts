import { randomUUID } from "node:crypto";
import type { Sql } from "#lib/db/index.ts";
import { env } from "#lib/env.ts";
import { logger } from "#lib/log/index.ts";
import { type CallEnd, completeCalls, noteForAdmins } from "#lib/services/index.ts";
import { EXPANSION_PROVIDER } from "./config.ts";
import { GateQueue } from "./gate-queue.ts";
import { correctSpend } from "./gate-spend.ts";
import { blockGate, closeGate } from "./gate-switch.ts";
import { EXPANSION_CALLS_MAX } from "./keyword-expander.ts";
import { modelFailure } from "./keyword-model-error.ts";
import { ProviderError } from "./provider-error.ts";
import type { CallPurpose } from "./provider-http.ts";

/** Beyond what so few places reach with answers of a usual second: the places are the limit. */
const CALLS_PER_SECOND_MAX = 50;
/** The caps count provider credits; the model bills tokens. A call of bounded length counts as one. */
const CALL_COST = 1;
/** A 429 that names no pause. */
const DEFAULT_PAUSE_MS = 5_000;
const PAUSE_MAX_MS = 10 * 60_000;

/**
 * Calls of the model, which its official client makes: through the same gate, with the same stop switch, caps
 * and log, as every provider's. One try each; the time cap covers the wait at the gate too.
 */
export class ModelCalls {
  private readonly sql: Sql;
  private readonly timeoutMs: number;
  private readonly queue: GateQueue;

  constructor(sql: Sql, timeoutMs: number) {
    this.sql = sql;
    this.timeoutMs = timeoutMs;
    this.queue = new GateQueue(sql, EXPANSION_PROVIDER, () => {
      const { SPEND_CAP_PER_JOB, SPEND_CAP_PER_DAY } = env("providers");
      return {
        parallelMax: EXPANSION_CALLS_MAX,
        callsPerSecondMax: CALLS_PER_SECOND_MAX,
        spendCapPerJob: SPEND_CAP_PER_JOB,
        spendCapPerDay: SPEND_CAP_PER_DAY,
      };
    });
  }

  /** @throws ProviderError, also when no call was made. */
  async make<T>(purpose: CallPurpose, work: (signal: AbortSignal) => Promise<T>): Promise<T> {
    const cap = AbortSignal.timeout(this.timeoutMs);
    const signal = AbortSignal.any([purpose.signal, cap]);
    const id = randomUUID();
    await this.passGate(id, purpose, signal);
    const startedAt = performance.now();
    const finish = (outcome: string, status: number | null, cost: number) => {
      const end = { id, outcome, status, durationMs: Math.round(performance.now() - startedAt), cost };
      purpose.onEnd?.(end);
      return this.finish(end);
    };
    try {
      const value = await work(signal);
      await finish("ok", 200, CALL_COST);
      return value;
    } catch (error) {
      const failure = modelFailure(EXPANSION_PROVIDER, error, {
        isTimeUp: cap.aborted,
        isGivenUp: purpose.signal.aborted,
      });
      await finish(failure.kind, failure.status, costOf(failure));
      await this.warn(failure);
      throw failure;
    }
  }

  private async passGate(id: string, purpose: CallPurpose, signal: AbortSignal): Promise<void> {
    const { reason, accountId, userId, jobId, lease } = purpose;
    const passing = this.queue.pass(
      {
        id,
        provider: EXPANSION_PROVIDER,
        action: "expand",
        reason,
        accountId,
        userId,
        jobId,
        taskId: lease?.taskId ?? null,
        leaseToken: lease?.leaseToken ?? null,
        timeoutMs: this.timeoutMs,
        cost: CALL_COST,
      },
      signal,
    );
    const isOpen = await Promise.race([passing.then(() => true), aborted(signal)]);
    if (isOpen) return;
    // The queue looks at its signals now and then: a place that it still gives is given back at once.
    passing.then(
      () => this.finish({ id, outcome: "cancelled", status: null, durationMs: 0, cost: 0 }),
      () => undefined,
    );
    const kind = purpose.signal.aborted ? "cancelled" : "timeout";
    throw new ProviderError(EXPANSION_PROVIDER, kind, "The gate did not open in time.");
  }

  /** A row that cannot be completed now becomes `unknown` later: the answer is not thrown away for it. */
  private async finish(end: CallEnd): Promise<void> {
    try {
      await correctSpend(this.sql, await completeCalls(this.sql, [end]));
    } catch (error) {
      logger.error({ err: error, callId: end.id }, "provider.call_not_logged");
    }
    this.queue.release(end.id);
    this.queue.forget(end.id);
  }

  /** What one call learned of the provider holds for all, and some of it is for admins to know. */
  private async warn({ provider, kind, message, retryAfterMs }: ProviderError): Promise<void> {
    try {
      if (kind === "rate_limited") {
        await blockGate(this.sql, provider, Math.min(PAUSE_MAX_MS, retryAfterMs ?? DEFAULT_PAUSE_MS));
      } else if (kind === "payment_required") {
        await closeGate(this.sql, provider, "The provider says that its credit is used up.");
      }
    } catch (error) {
      logger.error({ err: error, provider, kind }, "provider.gate_not_moved");
    }
    if (kind === "payment_required" || kind === "format" || kind === "unauthorized" || kind === "not_found") {
      await noteForAdmins(this.sql, { kind, subject: provider, message });
    }
  }
}

/** What never reached the model costs nothing; a refusal by status is not billed either. */
function costOf({ kind }: ProviderError): number {
  return kind === "timeout" || kind === "bad_body" || kind === "format" ? CALL_COST : 0;
}

/** Resolves to false once the signal is aborted. */
function aborted(signal: AbortSignal): Promise<false> {
  return new Promise((resolve) => {
    if (signal.aborted) resolve(false);
    else signal.addEventListener("abort", () => resolve(false), { once: true });
  });
}
