import { createHash, timingSafeEqual } from "node:crypto";
import { env } from "#lib/env.ts";
import { AppError, notFound } from "#lib/errors.ts";
import { answer } from "#lib/http/index.ts";
import { type Engine, lanes, sweep } from "#lib/search-engine/v2/index.ts";
import { wakeWorkers } from "../wake.ts";
import { sharedDeliverer } from "./engine.ts";
import { publishDelayed } from "./publish.ts";

/**
 * The watchdog's route: sweeps, then wakes whatever is due and nobody was told of. Opened by CRON_SECRET as a bearer
 * token, as Vercel sends it; without that setting there is no such route.
 */
export function sweepRoute(deliverer = sharedDeliverer): (request: Request) => Promise<Response> {
  return (request) =>
    answer(request, async () => {
      const { CRON_SECRET } = env("queue");
      if (CRON_SECRET === undefined) throw notFound("route");
      if (!isEqual(request.headers.get("authorization") ?? "", `Bearer ${CRON_SECRET}`)) {
        throw new AppError("unauthenticated", "The bearer token is missing or wrong.");
      }
      await sweepAndWake(deliverer().engine);
      return Response.json({ success: true });
    });
}

/** One sweep, and messages for all that waits for one. */
export async function sweepAndWake(engine: Engine): Promise<void> {
  await sweep(engine);
  const providers = lanes();
  if (env("queue").QUEUE === "qstash")
    await publishDelayed(
      engine.sql,
      providers.map((provider) => ({ provider })),
    );
  await wakeWorkers(engine.sql, providers);
}

/** In constant time, whatever their lengths. */
function isEqual(given: string, expected: string): boolean {
  const digest = (text: string) => createHash("sha256").update(text).digest();
  return timingSafeEqual(digest(given), digest(expected));
}
