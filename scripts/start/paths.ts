import path from "node:path";
import { fileURLToPath } from "node:url";

export const ROOT = path.join(import.meta.dirname, "..", "..");
/** Everything that outlives a start; never in the repository. */
export const DATA = path.join(ROOT, ".data");
export const LOGS = path.join(DATA, "logs");
/** Next's command line, to be started as a child. */
export const NEXT_SCRIPT = fileURLToPath(new URL("./next.ts", import.meta.url));
