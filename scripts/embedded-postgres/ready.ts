import { setTimeout as delay } from "node:timers/promises";
import postgres from "postgres";
import { DATABASE, databaseUrl, type PostgresState } from "./state.ts";

const POLL_MS = 30;
/** Recovery after a crash may replay up to a gigabyte of log. */
const READY_MAX_MS = 300_000;

/**
 * Waits for a real connection and makes the database if it is missing.
 * @returns false when the server ended instead
 * @throws Error when the server answers, but not as ours
 */
export async function waitUntilReady(state: PostgresState, hasEnded: () => boolean): Promise<boolean> {
  const sql = () =>
    postgres(databaseUrl(state, "postgres"), { max: 1, connect_timeout: 5, onnotice: () => {} });
  for (const until = Date.now() + READY_MAX_MS; Date.now() < until; await delay(POLL_MS)) {
    if (hasEnded()) return false;
    const connection = sql();
    try {
      const found = await connection`select from pg_database where datname = ${DATABASE}`;
      if (found.length === 0) await connection`create database ${connection(DATABASE)}`;
      return true;
    } catch (error) {
      if (!isNotReadyYet(error)) throw error;
    } finally {
      await connection.end({ timeout: 1 });
    }
  }
  throw new Error(`PostgreSQL did not become ready on 127.0.0.1:${state.port}.`);
}

/** Refused, or cut, or "the database system is starting up". */
function isNotReadyYet(error: unknown): boolean {
  const code = error instanceof Error && "code" in error ? String(error.code) : "";
  return ["ECONNREFUSED", "ECONNRESET", "CONNECTION_CLOSED", "CONNECT_TIMEOUT", "57P03"].includes(code);
}
