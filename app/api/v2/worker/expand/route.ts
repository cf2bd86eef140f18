import { deliveryRoute } from "#lib/queue/index.ts";

export const maxDuration = 120;

export const POST = deliveryRoute("expand");
