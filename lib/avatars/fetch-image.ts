import { lookup as resolveHost } from "node:dns/promises";
import { type IncomingMessage, request as requestPlain } from "node:http";
import { request as requestSecure } from "node:https";
import type { LookupFunction } from "node:net";
import { AppError } from "#lib/errors.ts";
import type { AvatarSource } from "./avatar-address.ts";
import { type ImageType, imageTypeOf } from "./image-type.ts";
import { isPublicAddress } from "./public-address.ts";

const BYTES_MAX = 2 * 1024 * 1024;
const TIMEOUT_MS = 5_000;

/** The addresses of a host; the one of `node:dns`, but for tests. */
type Resolve = (hostname: string) => Promise<{ address: string; family: number }[]>;

const resolveAll: Resolve = (hostname) => resolveHost(hostname, { all: true });

export interface Image {
  bytes: Uint8Array<ArrayBuffer>;
  type: ImageType;
}

/**
 * Fetches a picture: one try, no redirect, in bounds of time and size. The host is resolved once, and the connection
 * goes to the address that was judged.
 * @throws AppError `not_found` where there is none; `bad_gateway` for everything else that is no picture
 */
export async function fetchImage(
  source: AvatarSource,
  { resolve = resolveAll, timeoutMs = TIMEOUT_MS }: { resolve?: Resolve; timeoutMs?: number } = {},
): Promise<Image> {
  const signal = AbortSignal.timeout(timeoutMs);
  try {
    const bytes = await readPicture(await ask(source, resolve, signal));
    const type = imageTypeOf(bytes);
    if (type === null) throw noPicture("what came is no picture");
    return { bytes, type };
  } catch (error) {
    if (error instanceof AppError) throw error;
    throw noPicture(
      signal.aborted ? `no answer within ${timeoutMs} ms` : "the host cannot be reached",
      error,
    );
  }
}

function ask({ url, mustBePublic }: AvatarSource, resolve: Resolve, signal: AbortSignal) {
  const request = url.protocol === "https:" ? requestSecure : requestPlain;
  return new Promise<IncomingMessage>((answered, failed) => {
    request(
      url,
      {
        // A connection of its own: one that is kept was made for another judgement.
        agent: false,
        signal,
        headers: {
          accept: "image/avif,image/webp,image/png,image/jpeg,image/gif",
          "accept-encoding": "identity",
        },
        ...(mustBePublic ? { lookup: lookUpPublic(resolve) } : {}),
      },
      answered,
    )
      .once("error", failed)
      .end();
  });
}

/** One address that is not public spoils the host: who answers so wants something else. */
function lookUpPublic(resolve: Resolve): LookupFunction {
  return (hostname, options, callback) => {
    resolve(hostname).then(
      (addresses) => {
        const [first] = addresses;
        if (!first || !addresses.every(({ address }) => isPublicAddress(address))) {
          callback(new Error(`${hostname} is not on the public internet`), "", 4);
        } else if (options.all) callback(null, [first]);
        else callback(null, first.address, first.family);
      },
      (error: Error) => callback(error, "", 4),
    );
  };
}

async function readPicture(response: IncomingMessage): Promise<Uint8Array<ArrayBuffer>> {
  try {
    requireGood(response);
    const chunks: Uint8Array[] = [];
    let size = 0;
    for await (const chunk of response as AsyncIterable<Uint8Array>) {
      size += chunk.byteLength;
      if (size > BYTES_MAX) throw noPicture(`it has more than ${BYTES_MAX} bytes`);
      chunks.push(chunk);
    }
    if (!response.complete) throw noPicture("it was cut off");
    return Buffer.concat(chunks, size);
  } finally {
    response.destroy();
  }
}

function requireGood({ statusCode, headers }: IncomingMessage): void {
  // Hosts answer 403 for addresses that have expired.
  if (statusCode === 404 || statusCode === 410 || statusCode === 403) {
    throw new AppError("not_found", "No such picture.");
  }
  if (statusCode !== 200) throw noPicture(`the host answered ${statusCode}`);
  const encoding = headers["content-encoding"] ?? "identity";
  if (encoding !== "identity") throw noPicture("it came packed");
  if (Number(headers["content-length"] ?? 0) > BYTES_MAX) {
    throw noPicture(`it has more than ${BYTES_MAX} bytes`);
  }
}

function noPicture(why: string, cause?: unknown): AppError {
  return new AppError("bad_gateway", `The picture cannot be had: ${why}.`, { cause });
}
