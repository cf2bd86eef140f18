import path from "node:path";
import { environmentKeys } from "#lib/env.ts";
import { buildIfChanged } from "#scripts/start/build.ts";
import { killChildren } from "#scripts/start/child.ts";
import { ROOT } from "#scripts/start/paths.ts";
import { BENCHES, type BenchName } from "./registry.ts";
import { startCluster } from "./shared/cluster.ts";
import type { BenchContext } from "./shared/context.ts";
import {
  type Entry,
  formatTable,
  removeReport,
  reportFileOf,
  toEntries,
  writeReport,
} from "./shared/report.ts";

const FOLDER = path.join(ROOT, ".bench");

/**
 * Runs benches one after the other, each once and on a database of its own, and reports each as it ends.
 * @returns the exit code: 1 when a bar was missed or a bench failed
 */
export async function runBenches(
  names: readonly BenchName[],
  options: { isQuick: boolean },
): Promise<number> {
  const { isQuick } = options;
  const say = (line: string) => console.log(line);
  // A bench has its own settings, whatever .env says.
  for (const key of environmentKeys()) delete process.env[key];
  await buildIfChanged({ onBuild: () => say("Building …") });
  const cluster = await startCluster(FOLDER);
  const logs = path.join(FOLDER, "logs");
  const context: BenchContext = { cluster, isQuick, logs, say };
  const close = async () => {
    killChildren();
    await cluster.stop();
  };
  for (const signal of ["SIGINT", "SIGTERM"] as const) {
    process.once(signal, () => void close().finally(() => process.exit(130)));
  }
  const entries: Entry[] = [];
  const failures: string[] = [];
  try {
    for (const name of new Set(names)) {
      say(`${name}: ${BENCHES[name].about} …`);
      const file = reportFileOf(FOLDER, name, isQuick);
      removeReport(file);
      try {
        const measured = toEntries(name, await BENCHES[name].run(context), isQuick);
        entries.push(...measured);
        writeReport(file, measured);
        say(`${formatTable(measured)}\n${path.relative(ROOT, file)}\n`);
      } catch (error) {
        failures.push(name);
        console.error(`${name} failed:`, error);
      }
    }
  } finally {
    await close();
  }
  return conclude(entries, failures, isQuick);
}

function conclude(entries: readonly Entry[], failures: readonly string[], isQuick: boolean): number {
  console.log(`\n${formatTable(entries)}`);
  const missed = entries.filter((entry) => entry.pass === false);
  for (const { name, metric, value, bar, detail } of missed) {
    console.log(`\n${name} missed its bar: ${metric} is ${value}, to be ${bar}. What dominated:`);
    console.log(JSON.stringify(detail, null, 2));
  }
  if (failures.length > 0) console.log(`\nDid not finish: ${failures.join(", ")}.`);
  if (isQuick) console.log("\nA quick run: nothing was judged.");
  return missed.length > 0 || failures.length > 0 ? 1 : 0;
}
