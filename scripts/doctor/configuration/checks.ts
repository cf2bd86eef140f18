import { authCheck } from "./auth.ts";
import type { ConfigurationCheck } from "./check.ts";
import { databaseCheck } from "./database.ts";
import { engineCheck } from "./engine.ts";
import { modelCheck } from "./model.ts";
import { providersCheck } from "./providers.ts";
import { queueCheck } from "./queue.ts";
import { webCheck } from "./web.ts";

/** In the order in which they are told; a group without one is told after them. */
export const CHECKS = [
  databaseCheck,
  webCheck,
  authCheck,
  engineCheck,
  queueCheck,
  providersCheck,
  modelCheck,
] as readonly ConfigurationCheck[];
