import { randomBytes } from "node:crypto";
import { readFileSync, renameSync, writeFileSync } from "node:fs";
import path from "node:path";
import type { ProcessIdentity } from "./process-identity.ts";

/** What outlives a start: DIRECTORY/postgres.json, readable by its owner only. */
export interface PostgresState {
  port: number;
  password: string;
  /** Who runs the server, or ran it last. */
  owner?: ProcessIdentity;
}

const USER = "postgres";
export const DATABASE = "shoal";

/** The stored state, or a new one with a fresh password and no port yet (0). */
export function readState(directory: string): { state: PostgresState; isNew: boolean } {
  const known = findState(directory);
  if (known) return { state: known, isNew: false };
  return { state: { port: 0, password: randomBytes(24).toString("hex") }, isNew: true };
}

export function writeState(directory: string, state: PostgresState): void {
  const file = stateFile(directory);
  const temporary = `${file}.${process.pid}`;
  writeFileSync(temporary, `${JSON.stringify(state, null, 2)}\n`, { mode: 0o600 });
  renameSync(temporary, file);
}

/** Undefined when there is none, or when it is damaged: a new password is then set in the database. */
export function findState(directory: string): PostgresState | undefined {
  try {
    const value: unknown = JSON.parse(readFileSync(stateFile(directory), "utf8"));
    if (typeof value !== "object" || value === null) return undefined;
    if (!("port" in value && "password" in value)) return undefined;
    const { port, password } = value;
    if (typeof port !== "number" || typeof password !== "string" || password === "") return undefined;
    const owner = "owner" in value ? readOwner(value.owner) : undefined;
    return owner ? { port, password, owner } : { port, password };
  } catch (error) {
    if (error instanceof SyntaxError || hasCode(error, "ENOENT")) return undefined;
    throw error;
  }
}

/** The address of a database on this machine's embedded server. */
export function databaseUrl(state: PostgresState, database = DATABASE): string {
  return `postgres://${USER}:${state.password}@127.0.0.1:${state.port}/${database}`;
}

function readOwner(value: unknown): ProcessIdentity | undefined {
  if (typeof value !== "object" || value === null || !("pid" in value)) return undefined;
  if (typeof value.pid !== "number") return undefined;
  const startedAt = "startedAt" in value && typeof value.startedAt === "string" ? value.startedAt : undefined;
  return startedAt === undefined ? { pid: value.pid } : { pid: value.pid, startedAt };
}

function stateFile(directory: string): string {
  return path.join(directory, "postgres.json");
}

function hasCode(error: unknown, code: string): boolean {
  return error instanceof Error && "code" in error && error.code === code;
}
