import { deliveryRoute } from "#lib/queue/index.ts";

export const maxDuration = 400;

export const POST = deliveryRoute("analyze");
