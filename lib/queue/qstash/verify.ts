import { Receiver } from "@upstash/qstash";
import { AppError } from "#lib/errors.ts";
import { readLimited } from "#lib/http/index.ts";
import { qstashSettings } from "./settings.ts";

/** Machines' clocks differ a little. */
const CLOCK_TOLERANCE_SECONDS = 5;

let receiver: Receiver | null = null;

/**
 * The body of a delivery, once its signature holds for this very body and for the address of this route. Where QStash
 * does not run there are no keys, and so no signature that holds.
 * @throws AppError `unauthenticated`, `payload_too_large`
 */
export async function readSigned(request: Request): Promise<string> {
  const signature = request.headers.get("upstash-signature");
  if (!signature) throw refused();
  const body = new TextDecoder().decode(await readLimited(request));
  const { appUrl, currentSigningKey, nextSigningKey } = qstashSettings();
  receiver ??= new Receiver({ currentSigningKey, nextSigningKey, devMode: false });
  // Not the request's own host: behind a proxy that is another.
  const url = appUrl + new URL(request.url).pathname;
  try {
    await receiver.verify({ signature, body, url, clockTolerance: CLOCK_TOLERANCE_SECONDS });
  } catch {
    throw refused();
  }
  return body;
}

function refused(): AppError {
  return new AppError("unauthenticated", "The signature of QStash is missing or does not hold.");
}
