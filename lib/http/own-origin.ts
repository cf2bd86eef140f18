import { env } from "#lib/env.ts";
import { AppError } from "#lib/errors.ts";
import { isLoopbackHost } from "./loopback.ts";

/**
 * Refuses a request for another host (a foreign name that resolves to this machine) and, for one that may
 * change something, a request that another site's page sends.
 * @throws AppError `forbidden`
 */
export function requireOwnOrigin(headers: Headers, method: string): void {
  const own = ownOrigin(headers.get("host"));
  if (method === "GET" || method === "HEAD") return;
  const origin = headers.get("origin");
  const isForeign = origin !== null && origin !== own;
  if (isForeign || headers.get("sec-fetch-site") === "cross-site") {
    throw new AppError("forbidden", "Requests from pages of another origin are refused.");
  }
}

/** The origin under which the request reached us. Without APP_URL, the app is for this machine only. */
function ownOrigin(host: string | null): string {
  const appUrl = env("web").APP_URL;
  const app = appUrl === undefined ? null : new URL(appUrl);
  if (host !== null && app !== null && host.toLowerCase() === app.host) return app.origin;
  if (host !== null && (app === null || isLoopbackHost(app.hostname))) {
    const asked = parseHost(host);
    if (asked !== null && isLoopbackHost(asked.hostname)) return asked.origin;
  }
  throw new AppError("forbidden", "Shoal does not answer for this host.");
}

function parseHost(host: string): URL | null {
  const url = URL.parse(`http://${host}`);
  // Anything that the parser had to read as more than a host and a port is none.
  return url !== null && url.href === `http://${url.host}/` ? url : null;
}
