import { createHash } from "node:crypto";
import { AppError } from "#lib/errors.ts";
import { sourceOf } from "./avatar-address.ts";
import { BoundedCache } from "./bounded-cache.ts";
import { fetchImage, type Image } from "./fetch-image.ts";
import { Places } from "./places.ts";

const CACHE_BYTES_MAX = 64 * 1024 * 1024;
const KEEP_MS = 24 * 3_600_000;
/** A page of creators whose pictures cannot be had shows their initials at once, and asks again in a while. */
const KEEP_MISSING_MS = 10 * 60_000;
const KEEP_FAILED_MS = 60_000;
/** What an entry takes beside its picture, roughly. */
const ENTRY_BYTES = 1_024;

export interface Avatar extends Image {
  etag: string;
}

const cache = new BoundedCache<Avatar | AppError>(CACHE_BYTES_MAX);
const places = new Places({ runningMax: 16, waitingMax: 1_000 });
const underWay = new Map<string, Promise<Avatar | AppError>>();

/**
 * The picture at this address, from memory or its host; asked for many times at once, it is fetched once.
 * @throws AppError `bad_request` for an address that is not allowed; `not_found`, `bad_gateway` where there is no
 * picture; `unavailable` when too many are asked for
 */
export async function readAvatar(address: string): Promise<Avatar> {
  const source = sourceOf(address);
  const key = source.url.href;
  const known = cache.get(key) ?? (await (underWay.get(key) ?? begin(key, source)));
  if (known instanceof AppError) throw known;
  return known;
}

function begin(key: string, source: ReturnType<typeof sourceOf>): Promise<Avatar | AppError> {
  const work = places
    .run(() => fetchAndKeep(key, source))
    .finally(() => {
      underWay.delete(key);
    });
  underWay.set(key, work);
  return work;
}

async function fetchAndKeep(key: string, source: ReturnType<typeof sourceOf>): Promise<Avatar | AppError> {
  try {
    const image = await fetchImage(source);
    const etag = `"${createHash("sha256").update(image.bytes).digest("base64url").slice(0, 22)}"`;
    const avatar = { ...image, etag };
    cache.set(key, avatar, { size: image.bytes.byteLength + ENTRY_BYTES, keepMs: KEEP_MS });
    return avatar;
  } catch (error) {
    if (!(error instanceof AppError)) throw error;
    const keepMs = error.code === "not_found" ? KEEP_MISSING_MS : KEEP_FAILED_MS;
    cache.set(key, error, { size: ENTRY_BYTES, keepMs });
    return error;
  }
}
