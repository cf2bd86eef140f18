import { readFileSync } from "node:fs";

/** A process that cannot be mistaken for a later one with the same pid (where the system tells its start). */
export interface ProcessIdentity {
  pid: number;
  /** Boot and clock tick at which it started. */
  startedAt?: string;
}

export function identify(pid: number): ProcessIdentity {
  const startedAt = startOf(pid)?.startedAt;
  return startedAt === undefined ? { pid } : { pid, startedAt };
}

export function isAlive({ pid, startedAt }: ProcessIdentity): boolean {
  if (!exists(pid)) return false;
  const now = startOf(pid);
  if (now === undefined) return true;
  // A zombie holds its pid, and does nothing any more.
  if (now.state === "Z" || now.state === "X") return false;
  return startedAt === undefined || now.startedAt === startedAt;
}

function exists(pid: number): boolean {
  try {
    process.kill(pid, 0);
    return true;
  } catch (error) {
    return error instanceof Error && "code" in error && error.code === "EPERM";
  }
}

/** From Linux's /proc; elsewhere the pid has to do. */
function startOf(pid: number): { state: string; startedAt: string } | undefined {
  try {
    const stat = readFileSync(`/proc/${pid}/stat`, "utf8");
    const boot = readFileSync("/proc/sys/kernel/random/boot_id", "utf8").trim();
    // The command name before ")" may hold blanks; state is field 3 and the start time field 22.
    const fields = stat.slice(stat.lastIndexOf(")") + 2).split(" ");
    const [state, tick] = [fields[0], fields[19]];
    return state && tick ? { state, startedAt: `${boot} ${tick}` } : undefined;
  } catch {
    return undefined;
  }
}
