import { deliveryRoute, failureRoute } from "#lib/queue/qstash/delivery-route.ts";
import type { Deliverer } from "#lib/queue/qstash/engine.ts";

/** The worker routes of the app, worked on by a deliverer of the test's choice. */
export function handle(request: Request, deliverer: () => Deliverer): Promise<Response> {
  const kind = /^\/api\/v2\/worker\/(\w+)$/.exec(new URL(request.url).pathname)?.[1];
  if (!kind) return Promise.resolve(new Response(null, { status: 404 }));
  if (kind === "failure") return failureRoute(deliverer)(request);
  // The path names the kind; another has no route in the app either.
  return deliveryRoute(kind as "search", deliverer)(request);
}
