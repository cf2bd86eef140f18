/** The closed set of error codes that users see, with the HTTP status of each. */
export const ERROR_STATUS = {
  bad_request: 400,
  unauthenticated: 401,
  forbidden: 403,
  /** The plan does not allow it, or the allowance does not cover it. */
  plan_limit: 403,
  allowance_exceeded: 403,
  not_found: 404,
  conflict: 409,
  payload_too_large: 413,
  unsupported_media_type: 415,
  internal: 500,
  /** Another server's answer is of no use. */
  bad_gateway: 502,
  unavailable: 503,
} as const;

export type ErrorCode = keyof typeof ERROR_STATUS;

/** An error meant for the caller: its message is shown as it stands, with the field that caused it. */
export class AppError extends Error {
  override readonly name = "AppError";
  readonly code: ErrorCode;
  readonly field: string | undefined;

  constructor(code: ErrorCode, message: string, options: { field?: string; cause?: unknown } = {}) {
    super(message, options.cause === undefined ? undefined : { cause: options.cause });
    this.code = code;
    this.field = options.field;
  }
}

export function notAMember(): AppError {
  return new AppError("forbidden", "You are not a member of this workspace.");
}

/** What is not there, or not the caller's: the two are never told apart. */
export function notFound(what: string): AppError {
  return new AppError("not_found", `No such ${what}.`);
}
