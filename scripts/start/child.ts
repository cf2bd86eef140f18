import { spawn } from "node:child_process";
import { closeSync, mkdirSync, openSync, readFileSync } from "node:fs";
import path from "node:path";
import { setTimeout as delay } from "node:timers/promises";
import { stripVTControlCharacters } from "node:util";
import { lastWords, tailLog } from "./log-tail.ts";
import { ROOT } from "./paths.ts";

export interface ChildOptions {
  /** Script and arguments, for this Node. */
  args: string[];
  env: NodeJS.ProcessEnv;
  logFile: string;
  /** Goes on with the log file of an earlier run. */
  isLogKept?: boolean;
  onMessage?: (message: unknown) => void;
}

export interface Child {
  /** Also the id of its process group; undefined where it could not be started. */
  pid: number | undefined;
  /** Resolves with "code 1" or "signal SIGKILL" when it has ended. */
  ended: Promise<string>;
  hasEnded(): boolean;
  /** Why it ended, as far as its log of the last seconds says; "" where it does not. */
  lastWords(): string;
  /** SIGTERM, then after the grace time SIGKILL to all that is left of its process group. */
  stop(graceMs: number): Promise<void>;
}

/** The process groups of children that run. */
const groups = new Set<number>();

/** For an end without grace: SIGKILL to every child and what it started. */
export function killChildren(): void {
  for (const pid of groups) killGroup(pid);
}

/**
 * Starts a process of this app in a group of its own, so that the terminal's Ctrl-C reaches only the process
 * that stops them in order. The IPC channel tells the child when that one is gone.
 */
export function startChild({ args, env, logFile, isLogKept = false, onMessage }: ChildOptions): Child {
  mkdirSync(path.dirname(logFile), { recursive: true });
  const log = openSync(logFile, isLogKept ? "a" : "w");
  const tail = tailLog(logFile);
  const child = spawn(process.execPath, args, {
    cwd: ROOT,
    env,
    stdio: ["ignore", log, log, "ipc"],
    detached: true,
  });
  closeSync(log);
  const { pid } = child;
  if (pid !== undefined) groups.add(pid);
  if (onMessage) child.on("message", onMessage);

  let hasEnded = false;
  let words = "";
  const ended = new Promise<string>((resolve) => {
    const finish = (reason: string) => {
      if (hasEnded) return;
      hasEnded = true;
      words = lastWords(tail.recentText(), reason);
      tail.close();
      if (pid !== undefined) groups.delete(pid);
      resolve(reason);
    };
    child.on("error", (error) => finish(error.message));
    child.on("exit", (code, signal) => finish(signal ? `signal ${signal}` : `code ${code}`));
  });
  return {
    pid,
    ended,
    hasEnded: () => hasEnded,
    lastWords: () => words,
    async stop(graceMs) {
      if (!hasEnded) child.kill("SIGTERM");
      const timeout = new AbortController();
      await Promise.race([ended, delay(graceMs, undefined, { signal: timeout.signal }).catch(() => {})]);
      timeout.abort();
      if (pid !== undefined) killGroup(pid);
      await ended;
    },
  };
}

/** The last lines that the child wrote, for an error message. */
export function lastLines(logFile: string, count: number): string {
  const text = stripVTControlCharacters(readFileSync(logFile, "utf8"));
  return text.trim().split("\n").slice(-count).join("\n");
}

function killGroup(pid: number): void {
  try {
    process.kill(-pid, "SIGKILL");
  } catch {
    // Nobody is left in the group.
  }
}
