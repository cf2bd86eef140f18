export { wakeWorkers } from "./notify.ts";
export { runWorker } from "./postgres.ts";
