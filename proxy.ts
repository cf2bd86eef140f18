import { randomBytes } from "node:crypto";
import { type NextRequest, NextResponse } from "next/server";
import { contentSecurityPolicy } from "#lib/http/content-security-policy.ts";

const NONCE_BYTES = 16;

/** Gives each page a content security policy of its own. Who may see it is decided by the page, not here. */
export function proxy(request: NextRequest): NextResponse {
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

export const config = {
  // Routes answer data, not pages, and files run nothing.
  matcher: ["/((?!api/|_next/static|_next/image|icon.svg|opengraph-image|favicon.ico).*)"],
};
