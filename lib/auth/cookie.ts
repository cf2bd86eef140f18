import { env } from "#lib/env.ts";

const NAME = "shoal_session";
export const SESSION_DAYS = 30;
const SECONDS_A_DAY = 86_400;

/** A cookie as Next sets it. */
export interface SessionCookie {
  name: string;
  value: string;
  path: string;
  /** Seconds. */
  maxAge: number;
  httpOnly: true;
  sameSite: "lax";
  secure: boolean;
}

/** The cookie that carries a session's token; without a token, the one that removes it. */
export function sessionCookie(token: string | null): SessionCookie {
  return {
    name: NAME,
    value: token ?? "",
    path: "/",
    maxAge: token === null ? 0 : SESSION_DAYS * SECONDS_A_DAY,
    httpOnly: true,
    sameSite: "lax",
    secure: env("web").APP_URL?.startsWith("https:") ?? false,
  };
}

/** The session's token in a Cookie header, or null. */
export function sessionToken(headers: Headers): string | null {
  for (const pair of (headers.get("cookie") ?? "").split(";")) {
    const [name, value] = pair.split("=", 2);
    if (name?.trim() === NAME) return value?.trim() || null;
  }
  return null;
}
