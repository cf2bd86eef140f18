import { sweepRoute } from "#lib/queue/index.ts";

export const maxDuration = 60;

export const GET = sweepRoute();
