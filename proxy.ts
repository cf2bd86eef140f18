import type { NextRequest } from "next/server";
import { AppError, ERROR_STATUS } from "#lib/errors.ts";
import { requireOwnOrigin } from "#lib/http/own-origin.ts";

/** Pages answer only for this app's own host. Routes under /api check that themselves, and are spared the way. */
export function proxy(request: NextRequest): Response | undefined {
  try {
    requireOwnOrigin(request.headers, request.method);
    return undefined;
  } catch (error) {
    if (!(error instanceof AppError)) throw error;
    return new Response(`${error.message}\n`, { status: ERROR_STATUS[error.code] });
  }
}

export const config = { matcher: "/((?!api/|_next/static/).*)" };
