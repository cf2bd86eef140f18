import { failureRoute } from "#lib/queue/index.ts";

export const maxDuration = 60;

export const POST = failureRoute();
