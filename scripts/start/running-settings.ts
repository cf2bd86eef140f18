import { databaseUrl, findState } from "../embedded-postgres/state.ts";
import { DATA } from "./paths.ts";
import { findStart } from "./record.ts";

/**
 * Fills in what a command needs to work on the start that runs here: the embedded database and the sandbox.
 * Whatever is set already stays.
 * @returns whether DATABASE_URL is set now
 */
export function adoptRunningStart(environment: NodeJS.ProcessEnv = process.env): boolean {
  if (environment.DATABASE_URL?.trim()) return true;
  const start = findStart();
  if (start?.state !== "running" || !start.isEmbedded) return false;
  const state = findState(DATA);
  if (!state) return false;
  environment.DATABASE_URL = databaseUrl(state);
  for (const [key, value] of Object.entries(start.environment)) {
    if (!environment[key]?.trim()) environment[key] = value;
  }
  return true;
}
