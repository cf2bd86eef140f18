import { env } from "#lib/env.ts";
import { AppError } from "#lib/errors.ts";
import { imageHosts } from "#lib/search-engine/index.ts";

/** Where a picture is fetched. */
export interface AvatarSource {
  url: URL;
  /** False for the place of sample data, which this machine itself may be. */
  mustBePublic: boolean;
}

/**
 * Where the picture at this address is to be had: https, at a host that an adapter declares, on its usual port.
 * With AVATAR_BASE_URL the same addresses are asked there instead.
 * @throws AppError `bad_request` for every other address
 */
export function sourceOf(address: string): AvatarSource {
  const url = URL.parse(address);
  if (url === null || !isAllowed(url)) {
    const message = "url: must be the https address of a picture at a platform's own image host.";
    throw new AppError("bad_request", message, { field: "url" });
  }
  url.hash = "";
  const base = env("providers").AVATAR_BASE_URL;
  if (base === undefined) return { url, mustBePublic: true };
  // A path that begins with two slashes would be read as a host.
  return { url: new URL(base.replace(/\/+$/, "") + url.pathname + url.search), mustBePublic: false };
}

function isAllowed({ protocol, hostname, port, username, password }: URL): boolean {
  return (
    protocol === "https:" &&
    port === "" &&
    username === "" &&
    password === "" &&
    imageHosts().some((host) => hostname === host || hostname.endsWith(`.${host}`))
  );
}
