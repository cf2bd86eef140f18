export { WAKE_CHANNEL, wakeWorkers } from "./notify.ts";
export { runWorker, type WorkerOptions } from "./postgres.ts";
