import { randomBytes } from "node:crypto";
import { type NextRequest, NextResponse } from "next/server";
import { AppError, ERROR_STATUS } from "#lib/errors.ts";
import { contentSecurityPolicy } from "#lib/http/content-security-policy.ts";
import { requireOwnOrigin } from "#lib/http/own-origin.ts";

const NONCE_BYTES = 16;

/**
 * Pages answer only for this app's own host, each with a content security policy of its own. Routes under /api check the host
 * themselves, and are spared the way. Who may see a page is decided by the page, not here.
 */
export function proxy(request: NextRequest): Response {
  try {
    requireOwnOrigin(request.headers, request.method);
  } catch (error) {
    if (!(error instanceof AppError)) throw error;
    return new Response(`${error.message}\n`, { status: ERROR_STATUS[error.code] });
  }
  const nonce = randomBytes(NONCE_BYTES).toString("base64");
  const policy = contentSecurityPolicy(nonce);
  const headers = new Headers(request.headers);
  headers.set("x-nonce", nonce);
  // Next reads the nonce for its own scripts from here.
  headers.set("Content-Security-Policy", policy);
  const response = NextResponse.next({ request: { headers } });
  response.headers.set("Content-Security-Policy", policy);
  return response;
}

export const config = { matcher: "/((?!api/|_next/static/).*)" };
