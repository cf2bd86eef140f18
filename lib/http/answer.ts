import { randomUUID } from "node:crypto";
import { isDatabaseUnreachable } from "#lib/db/index.ts";
import { AppError, ERROR_STATUS } from "#lib/errors.ts";
import { logger } from "#lib/log/index.ts";

/** `{error: {code, message, field?}}` with the status of the code; what it was not meant to show is logged. */
export function errorResponse(error: unknown, request: { method: string; url: string }): Response {
  if (error instanceof AppError) return asResponse(error);
  const requestId = randomUUID();
  const { pathname } = new URL(request.url);
  logger.error({ requestId, method: request.method, path: pathname, error }, "request.failed");
  const shown = isDatabaseUnreachable(error)
    ? new AppError("unavailable", "Shoal cannot reach its database. Try again in a moment.")
    : new AppError("internal", "Something went wrong on our side. It has been logged.");
  return asResponse(shown, { "X-Request-Id": requestId });
}

function asResponse({ code, message, field }: AppError, headers: Record<string, string> = {}): Response {
  const error = { code, message, ...(field === undefined ? {} : { field }) };
  return Response.json({ error }, { status: ERROR_STATUS[code], headers });
}
