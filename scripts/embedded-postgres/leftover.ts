import { execFileSync } from "node:child_process";
import { existsSync, readFileSync, readlinkSync, realpathSync, rmSync } from "node:fs";
import path from "node:path";
import { setTimeout as delay } from "node:timers/promises";
import { identify, isAlive } from "./process-identity.ts";

const POLL_MS = 50;
const STOP_STEPS = [
  { signal: "SIGINT", waitMs: 10_000 },
  { signal: "SIGQUIT", waitMs: 5_000 },
  { signal: "SIGKILL", waitMs: 2_000 },
] as const;

/** The pid of a live server of this data folder. */
export function findServer(data: string): number | undefined {
  const file = path.join(data, "postmaster.pid");
  if (!existsSync(file)) return undefined;
  const pid = Number(readFileSync(file, "utf8").split("\n")[0]);
  return Number.isInteger(pid) && pid > 1 && isAlive({ pid }) && isServerOf(pid, data) ? pid : undefined;
}

/** Stops a server that outlived its start, and removes what a dead one left behind. */
export async function stopLeftover(data: string): Promise<void> {
  const pid = findServer(data);
  if (pid !== undefined) await stopServer(pid, data);
  // Whoever has that pid now is no server of this data; PostgreSQL itself would only see that it is taken.
  rmSync(path.join(data, "postmaster.pid"), { force: true });
}

async function stopServer(pid: number, data: string): Promise<void> {
  const server = identify(pid);
  for (const { signal, waitMs } of STOP_STEPS) {
    try {
      process.kill(pid, signal);
    } catch {
      return;
    }
    for (const until = Date.now() + waitMs; Date.now() < until; await delay(POLL_MS)) {
      if (!isAlive(server)) return;
    }
  }
  throw new Error(
    `A PostgreSQL server (process ${pid}) already uses ${data} and does not stop. End it and try again.`,
  );
}

function isServerOf(pid: number, data: string): boolean {
  try {
    return readlinkSync(`/proc/${pid}/cwd`) === realpathSync(data);
  } catch {
    return commandOf(pid).includes(data);
  }
}

function commandOf(pid: number): string {
  try {
    return execFileSync("ps", ["-o", "command=", "-p", String(pid)], { encoding: "utf8" });
  } catch {
    return "";
  }
}
