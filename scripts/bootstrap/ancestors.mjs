import { readFileSync } from "node:fs";

const CHECK_MS = 1_000;
const SHELLS = ["sh", "dash", "bash", "ash"];

/**
 * Calls back once when the parent process is gone, or npm above the shell in which npm runs a script.
 * @param {() => void} onLost
 * @returns {() => void} ends the watch
 */
export function watchAncestors(onLost) {
  const parent = process.ppid;
  const shell = process.env.npm_lifecycle_event ? readStat(parent) : undefined;
  const npm = shell && SHELLS.includes(shell.name) ? shell.parent : undefined;
  const timer = setInterval(() => {
    const isLost = process.ppid !== parent || (npm !== undefined && readStat(parent)?.parent !== npm);
    if (!isLost) return;
    clearInterval(timer);
    onLost();
  }, CHECK_MS);
  return () => clearInterval(timer);
}

/**
 * From Linux's /proc; elsewhere only the parent itself is watched.
 * @param {number} pid
 */
function readStat(pid) {
  try {
    const [, name, rest] = /\((.*)\) \S (.*)/s.exec(readFileSync(`/proc/${pid}/stat`, "utf8")) ?? [];
    return { name, parent: rest?.split(" ")[0] };
  } catch {
    return undefined;
  }
}
