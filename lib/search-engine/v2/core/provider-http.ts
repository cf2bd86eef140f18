import { randomUUID } from "node:crypto";
import type { Sql } from "#lib/db/index.ts";
import { env } from "#lib/env.ts";
import { logger } from "#lib/log/index.ts";
import { type CallEnd, completeCalls, noteForAdmins } from "#lib/services/index.ts";
import type { ProviderGet, ProviderRequest } from "../adapters/interface.ts";
import { coalesce } from "./coalesce.ts";
import { GateQueue } from "./gate-queue.ts";
import { correctSpend } from "./gate-spend.ts";
import { blockGate, closeGate } from "./gate-switch.ts";
import type { ProviderConnection, ProviderDefinition } from "./provider.ts";
import { readAnswer } from "./provider-answer.ts";
import { ProviderError } from "./provider-error.ts";

/** Who a call is made for. `lease` is null for a call that belongs to no task. */
export interface CallPurpose {
  reason: string | null;
  accountId: string | null;
  userId: string | null;
  jobId: string | null;
  lease: { taskId: string; leaseToken: string } | null;
  signal: AbortSignal;
  /** Told what the call's log row is completed with; not called when no call was made. */
  onEnd?: (end: CallEnd) => void;
}

/** A 429 that names no pause. */
const DEFAULT_PAUSE_MS = 5_000;
const PAUSE_MAX_MS = 10 * 60_000;
const LOG_BATCH_MAX = 100;
/** Credits that a call costs where its answer does not say. */
const USUAL_COST = 1;

/** The one way to call a provider: through its gate, with a time limit, logged and metered, one try. */
export class ProviderHttp {
  private readonly sql: Sql;
  private readonly queues = new Map<string, GateQueue>();
  private readonly complete: (end: CallEnd) => Promise<null>;

  constructor(sql: Sql) {
    this.sql = sql;
    this.complete = coalesce(async (ends: CallEnd[]) => {
      await correctSpend(sql, await completeCalls(sql, ends));
      return ends.map(() => null);
    }, LOG_BATCH_MAX);
  }

  /** True while calls of this process wait for a place at the gate. */
  isSaturated(provider: string): boolean {
    return this.queues.get(provider)?.isSaturated ?? false;
  }

  /** The `get` that an adapter is given for one purpose. */
  getFor(provider: ProviderDefinition, purpose: CallPurpose): ProviderGet {
    return (request) => this.get(provider, purpose, request);
  }

  private async get<T>(
    provider: ProviderDefinition,
    purpose: CallPurpose,
    request: ProviderRequest<T>,
  ): Promise<T> {
    const connection = provider.connection();
    const timeoutMs = Math.min(request.timeoutMs, provider.limits().callTimeoutMs ?? request.timeoutMs);
    const id = randomUUID();
    const queue = this.queueOf(provider);
    await queue.pass(
      {
        id,
        provider: provider.name,
        action: request.action,
        reason: purpose.reason,
        accountId: purpose.accountId,
        userId: purpose.userId,
        jobId: purpose.jobId,
        taskId: purpose.lease?.taskId ?? null,
        leaseToken: purpose.lease?.leaseToken ?? null,
        timeoutMs,
        cost: USUAL_COST,
      },
      purpose.signal,
    );
    const startedAt = performance.now();
    let cost: number | null = null;
    try {
      const { body, status } = await fetchJson(
        provider,
        connection,
        { ...request, timeoutMs },
        purpose.signal,
      );
      cost = provider.readCost(body) ?? USUAL_COST;
      const parsed = parseWith(provider, request, { body, status });
      // The next call need not wait until the log says so.
      queue.release(id);
      await this.finish(purpose, { id, outcome: "ok", status, startedAt, cost });
      queue.forget(id);
      return parsed;
    } catch (error) {
      const failure = asProviderError(provider.name, error, purpose.signal);
      const { kind: outcome, status } = failure;
      try {
        await this.finish(purpose, { id, outcome, status, startedAt, cost: cost ?? costOf(failure) });
        await this.warn(failure);
      } finally {
        // What it learned holds for the next call.
        queue.release(id);
        queue.forget(id);
      }
      throw failure;
    }
  }

  private queueOf(provider: ProviderDefinition): GateQueue {
    let queue = this.queues.get(provider.name);
    if (!queue) {
      queue = new GateQueue(this.sql, provider.name, () => {
        const { parallelMax, callsPerSecondMax } = provider.limits();
        const { SPEND_CAP_PER_JOB, SPEND_CAP_PER_DAY } = env("providers");
        return {
          parallelMax,
          callsPerSecondMax,
          spendCapPerJob: SPEND_CAP_PER_JOB,
          spendCapPerDay: SPEND_CAP_PER_DAY,
        };
      });
      this.queues.set(provider.name, queue);
    }
    return queue;
  }

  /** A row that cannot be completed now becomes `unknown` later: the answer is not thrown away for it. */
  private async finish(
    purpose: CallPurpose,
    call: { id: string; outcome: string; status: number | null; startedAt: number; cost: number },
  ): Promise<void> {
    const { startedAt, ...known } = call;
    const end = { ...known, durationMs: Math.round(performance.now() - startedAt) };
    purpose.onEnd?.(end);
    try {
      await this.complete(end);
    } catch (error) {
      logger.error({ err: error, callId: call.id }, "provider.call_not_logged");
    }
  }

  /** What one call learned of the provider holds for all, and some of it is for admins to know. */
  private async warn({ provider, kind, message, retryAfterMs }: ProviderError): Promise<void> {
    if (kind === "rate_limited") {
      const pauseMs = Math.min(PAUSE_MAX_MS, retryAfterMs ?? DEFAULT_PAUSE_MS);
      await blockGate(this.sql, provider, pauseMs);
    } else if (kind === "payment_required") {
      await closeGate(this.sql, provider, "The provider says that its credit is used up (402).");
    }
    if (kind === "payment_required" || kind === "format" || kind === "unauthorized") {
      await noteForAdmins(this.sql, { kind, subject: provider, message });
    }
  }
}

/** What never reached the provider costs nothing; a refusal by status is not billed either. */
function costOf(failure: ProviderError): number {
  return failure.kind === "timeout" || failure.kind === "bad_body" || failure.kind === "format"
    ? USUAL_COST
    : 0;
}

async function fetchJson(
  provider: ProviderDefinition,
  connection: ProviderConnection,
  request: ProviderRequest<unknown>,
  signal: AbortSignal,
): Promise<{ body: unknown; status: number }> {
  const url = new URL(connection.baseUrl.replace(/\/+$/, "") + request.path);
  for (const [name, value] of Object.entries(request.query)) {
    if (value !== undefined) url.searchParams.set(name, value);
  }
  const response = await fetch(url, {
    headers: { accept: "application/json", ...connection.headers },
    redirect: "manual",
    signal: AbortSignal.any([signal, AbortSignal.timeout(request.timeoutMs)]),
  });
  return { body: await readAnswer(provider, response), status: response.status };
}

/** What the answer means; an answer that cannot be read so has drifted from its format. */
function parseWith<T>(
  provider: ProviderDefinition,
  request: ProviderRequest<T>,
  answer: { body: unknown; status: number },
): T {
  try {
    return request.parse(answer.body);
  } catch (error) {
    const isKnown = error instanceof ProviderError;
    throw new ProviderError(
      provider.name,
      isKnown ? error.kind : "format",
      isKnown ? error.message : "The answer could not be read.",
      { status: answer.status, cause: error },
    );
  }
}

function asProviderError(provider: string, error: unknown, signal: AbortSignal): ProviderError {
  if (error instanceof ProviderError) return error;
  const cause = { cause: error };
  if (signal.aborted) return new ProviderError(provider, "cancelled", "The call was given up.", cause);
  if (error instanceof DOMException && error.name === "TimeoutError") {
    return new ProviderError(provider, "timeout", "The provider did not answer in time.", cause);
  }
  return new ProviderError(provider, "network", "The connection to the provider failed.", cause);
}
