import { execFileSync } from "node:child_process";

const BYTES_PER_KIB = 1_024;

/** Memory in use by the processes of a group, in bytes. */
export function residentSetBytes(groupId: number): number {
  const output = execFileSync("ps", ["-A", "-o", "pgid=,rss="], { encoding: "utf8" });
  const kib = output
    .split("\n")
    .map((line) => line.trim().split(/\s+/).map(Number))
    .filter(([group]) => group === groupId)
    .reduce((total, [, rss = 0]) => total + rss, 0);
  if (kib === 0) throw new Error(`no process of group ${groupId}`);
  return kib * BYTES_PER_KIB;
}
