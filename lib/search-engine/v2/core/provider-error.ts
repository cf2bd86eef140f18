/**
 * Why a provider call gave nothing. Decisions are taken on `kind`, never on the message.
 * - `timeout`, `network`, `http` (5xx and other unexpected statuses), `bad_body` (cut off, not JSON, too
 *   large, or a 200 that carries an error), `format` (more than half of the items do not parse)
 * - `rate_limited` (429), `payment_required` (402), `unauthorized` (401, 403), `bad_request` (400)
 * - `not_found`: the thing asked for does not exist, or is private
 * - `gate_closed`: no call was made, because the gate is closed, the day is spent or calls are stopped
 * - `spend_cap`: no call was made, because the job has spent what a job may
 * - `cancelled`: no call was made or it was given up, because its job or its lease is gone
 */
export type ProviderErrorKind =
  | "timeout"
  | "network"
  | "http"
  | "bad_body"
  | "format"
  | "rate_limited"
  | "payment_required"
  | "unauthorized"
  | "bad_request"
  | "not_found"
  | "gate_closed"
  | "spend_cap"
  | "cancelled";

const RETRYABLE: ReadonlySet<ProviderErrorKind> = new Set([
  "timeout",
  "network",
  "http",
  "bad_body",
  "format",
  "rate_limited",
  "payment_required",
  "gate_closed",
]);

/** A drifted format rarely mends itself, and each try is paid. */
const FORMAT_ATTEMPTS_MAX = 2;

/** Kinds that say nothing about the task itself: waiting them out burns no attempt. */
const WAITING: ReadonlySet<ProviderErrorKind> = new Set(["rate_limited", "payment_required", "gate_closed"]);

export class ProviderError extends Error {
  override readonly name = "ProviderError";
  readonly provider: string;
  readonly kind: ProviderErrorKind;
  /** HTTP status, or null when no answer came. */
  readonly status: number | null;
  /** Not before this long from now, or null when the caller's own backoff decides. */
  readonly retryAfterMs: number | null;

  constructor(
    provider: string,
    kind: ProviderErrorKind,
    message: string,
    details: { status?: number | null; retryAfterMs?: number | null; cause?: unknown } = {},
  ) {
    super(message, details.cause === undefined ? undefined : { cause: details.cause });
    this.provider = provider;
    this.kind = kind;
    this.status = details.status ?? null;
    this.retryAfterMs = details.retryAfterMs ?? null;
  }

  get isRetryable(): boolean {
    return RETRYABLE.has(this.kind);
  }

  /** Tries that are worth while, beside the limit of all tasks. */
  get attemptsMax(): number {
    return this.kind === "format" ? FORMAT_ATTEMPTS_MAX : Number.POSITIVE_INFINITY;
  }

  /** The message for people who search; what `message` tells beyond it is for admins. */
  get publicMessage(): string {
    return this.kind === "format"
      ? "The provider's answers have an unknown format; the admins have been told."
      : this.message;
  }

  get burnsAttempt(): boolean {
    return !WAITING.has(this.kind);
  }
}
