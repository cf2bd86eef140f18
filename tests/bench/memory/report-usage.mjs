// Loaded into a process before all else (`usageReporter`): keeps a file that tells what its memory is used for, anew
// several times a second, as only the process itself knows. Plain JavaScript, so that nothing is loaded to read it.
import { renameSync, writeFileSync } from "node:fs";
import { constants, PerformanceObserver } from "node:perf_hooks";
import { isMainThread } from "node:worker_threads";

const EVERY_MS = 250;

function keepReporting() {
  const folder = new URL(import.meta.url).searchParams.get("folder");
  const file = `${folder}/${process.pid}.json`;
  let heapKept = 0;
  new PerformanceObserver((list) => {
    const isFull = list
      .getEntries()
      .some(({ detail }) => detail.kind === constants.NODE_PERFORMANCE_GC_MAJOR);
    if (isFull) heapKept = process.memoryUsage().heapUsed;
  }).observe({ entryTypes: ["gc"] });
  const report = () => {
    writeFileSync(`${file}.new`, JSON.stringify({ ...process.memoryUsage(), heapKept }));
    // Whoever reads it finds it whole.
    renameSync(`${file}.new`, file);
  };
  setInterval(report, EVERY_MS).unref();
}

if (isMainThread) keepReporting();
