import { linkSync, mkdirSync, readFileSync, realpathSync, renameSync, rmSync, writeFileSync } from "node:fs";
import path from "node:path";
import { identify, isAlive, type ProcessIdentity } from "../embedded-postgres/process-identity.ts";
import { DATA, ROOT } from "./paths.ts";

/** What `.data/start.json` tells about the start that runs. */
export interface StartRecord extends ProcessIdentity {
  /** The folder that it runs in: a copy of a running one is another. */
  root: string;
  state: "starting" | "running";
  url: string;
  port: number;
  /** Whether the database is the embedded one; its address then follows from postgres.json. */
  isEmbedded: boolean;
  /** Settings that other commands need to reach the same providers and queue; secrets of stand-ins only. */
  environment: Record<string, string>;
}

export type StartFacts = Omit<StartRecord, keyof ProcessIdentity | "root">;

const FILE = path.join(DATA, "start.json");

/** The start that runs, or is starting, on this folder. */
export function findStart(): StartRecord | undefined {
  const record = readRecord(FILE);
  return record && isRunning(record) ? record : undefined;
}

function isRunning(record: StartRecord): boolean {
  return record.root === realpathSync(ROOT) && isAlive(record);
}

/**
 * Takes the folder for this process.
 * @returns whether an earlier start ended without cleaning up
 * @throws Error when another start has it
 */
export function claimStart(record: StartFacts): boolean {
  mkdirSync(DATA, { recursive: true });
  const own = writeTemporary(record);
  let wasCutOff = false;
  try {
    for (;;) {
      if (tryLink(own)) return wasCutOff;
      const found = readRecord(FILE);
      if (found && isRunning(found)) throw new Error(describe(found));
      wasCutOff = true;
      takeAway(found);
    }
  } finally {
    rmSync(own, { force: true });
  }
}

/** Replaces what this process wrote. */
export function updateStart(record: StartFacts): void {
  renameSync(writeTemporary(record), FILE);
}

export function releaseStart(): void {
  if (readRecord(FILE)?.pid === process.pid) rmSync(FILE, { force: true });
}

function describe({ state, url, pid }: StartRecord): string {
  return state === "running"
    ? `Shoal already runs at ${url} (process ${pid}). Stop it there with Ctrl-C first.`
    : `Shoal is starting already, for ${url} (process ${pid}).`;
}

function tryLink(own: string): boolean {
  try {
    linkSync(own, FILE);
    return true;
  } catch (error) {
    if (error instanceof Error && "code" in error && error.code === "EEXIST") return false;
    throw error;
  }
}

/** Moves a dead start's record aside first, so that a record written in between is put back, not lost. */
function takeAway(dead: StartRecord | undefined): void {
  const aside = `${FILE}.${process.pid}.dead`;
  try {
    renameSync(FILE, aside);
    if (readRecord(aside)?.pid === dead?.pid) rmSync(aside);
    else renameSync(aside, FILE);
  } catch {
    // Another start was quicker; the next try sees its record.
  }
}

function writeTemporary(record: StartFacts): string {
  const file = `${FILE}.${process.pid}`;
  const full: StartRecord = { ...identify(process.pid), root: realpathSync(ROOT), ...record };
  writeFileSync(file, `${JSON.stringify(full, null, 2)}\n`, { mode: 0o600 });
  return file;
}

/** Only this file writes it, in this shape, and whole; anything else counts as no record. */
function readRecord(file: string): StartRecord | undefined {
  try {
    const record: Partial<StartRecord> | null = JSON.parse(readFileSync(file, "utf8"));
    if (typeof record?.pid !== "number" || typeof record.url !== "string") return undefined;
    return record as StartRecord;
  } catch {
    return undefined;
  }
}
