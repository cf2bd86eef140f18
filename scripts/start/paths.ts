import path from "node:path";

export const ROOT = path.join(import.meta.dirname, "..", "..");
/** Everything that outlives a start; never in the repository. */
export const DATA = path.join(ROOT, ".data");
export const LOGS = path.join(DATA, "logs");
