import { spawn } from "node:child_process";
import { closeSync, mkdirSync, openSync, readFileSync } from "node:fs";
import path from "node:path";
import { setTimeout as delay } from "node:timers/promises";
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
  /** Resolves with "code 1" or "signal SIGKILL" when it has ended. */
  ended: Promise<string>;
  hasEnded(): boolean;
  /** SIGTERM, then after the grace time SIGKILL to all that is left of its process group. */
  stop(graceMs: number): Promise<void>;
}

/**
 * Starts a process of this app in a group of its own, so that the terminal's Ctrl-C reaches only the process
 * that stops them in order. The IPC channel tells the child when that one is gone.
 */
export function startChild({ args, env, logFile, isLogKept = false, onMessage }: ChildOptions): Child {
  mkdirSync(path.dirname(logFile), { recursive: true });
  const log = openSync(logFile, isLogKept ? "a" : "w");
  const child = spawn(process.execPath, args, {
    cwd: ROOT,
    env,
    stdio: ["ignore", log, log, "ipc"],
    detached: true,
  });
  closeSync(log);
  if (onMessage) child.on("message", onMessage);

  let hasEnded = false;
  const ended = new Promise<string>((resolve) => {
    const finish = (reason: string) => {
      hasEnded = true;
      resolve(reason);
    };
    child.on("error", (error) => finish(error.message));
    child.on("exit", (code, signal) => finish(signal ? `signal ${signal}` : `code ${code}`));
  });
  return {
    ended,
    hasEnded: () => hasEnded,
    async stop(graceMs) {
      if (!hasEnded) child.kill("SIGTERM");
      const timeout = new AbortController();
      await Promise.race([ended, delay(graceMs, undefined, { signal: timeout.signal }).catch(() => {})]);
      timeout.abort();
      if (child.pid) killGroup(child.pid);
      await ended;
    },
  };
}

/** The last lines that the child wrote, for an error message. */
export function lastLines(logFile: string, count: number): string {
  return readFileSync(logFile, "utf8").trim().split("\n").slice(-count).join("\n");
}

function killGroup(pid: number): void {
  try {
    process.kill(-pid, "SIGKILL");
  } catch {
    // Nobody is left in the group.
  }
}
