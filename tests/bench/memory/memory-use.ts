import { execFileSync } from "node:child_process";
import { existsSync, mkdirSync, readFileSync } from "node:fs";

/** What the memory of a process, or of a group of them, is used for, in bytes. */
export interface MemoryUse {
  /** All that is resident. */
  rss: number;
  /** What V8 has taken for objects, of which `heapUsed` holds some, living or not collected yet. */
  heapTotal: number;
  heapUsed: number;
  /** `heapUsed` as it was after the last full collection; 0 before the first. What is kept for ever shows here. */
  heapKept: number;
  /** What objects hold outside of that heap: buffers. */
  external: number;
}

const BYTES_PER_KIB = 1_024;

/**
 * For `environment` of processes whose use is to be read.
 * @param folder where each keeps its file
 */
export function usageReporter(folder: string): Record<string, string> {
  mkdirSync(folder, { recursive: true });
  const script = new URL("./report-usage.mjs", import.meta.url);
  script.searchParams.set("folder", folder);
  return { NODE_OPTIONS: `--import=${script.href}` };
}

/** Sums over the processes of a group; those that run no JavaScript count in `rss` alone. */
export function memoryUseOf(groupId: number, folder: string): MemoryUse {
  const total: MemoryUse = { rss: 0, heapTotal: 0, heapUsed: 0, heapKept: 0, external: 0 };
  for (const { pid, rssBytes } of processesOf(groupId)) {
    total.rss += rssBytes;
    const file = `${folder}/${pid}.json`;
    if (!existsSync(file)) continue;
    const { heapTotal, heapUsed, heapKept, external } = JSON.parse(readFileSync(file, "utf8")) as MemoryUse;
    total.heapTotal += heapTotal;
    total.heapUsed += heapUsed;
    total.heapKept += heapKept;
    total.external += external;
  }
  if (total.heapTotal === 0) throw new Error(`no process of group ${groupId} tells what it uses`);
  return total;
}

function processesOf(groupId: number): { pid: number; rssBytes: number }[] {
  const output = execFileSync("ps", ["-A", "-o", "pgid=,pid=,rss="], { encoding: "utf8" });
  return output
    .split("\n")
    .map((line) => line.trim().split(/\s+/).map(Number))
    .flatMap(([group, pid = 0, kib = 0]) =>
      group === groupId ? [{ pid, rssBytes: kib * BYTES_PER_KIB }] : [],
    );
}
