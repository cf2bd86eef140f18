export { runWorker } from "./postgres.ts";
export { deliveryRoute, failureRoute } from "./qstash/delivery-route.ts";
export { sweepRoute } from "./qstash/sweep-route.ts";
export { endUnlessQueueWorks, requireWorkingQueue } from "./start-check.ts";
export { wakeWorkers } from "./wake.ts";
