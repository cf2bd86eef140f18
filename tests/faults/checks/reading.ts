import type { Check } from "./check.ts";

export const readTruly: Check = {
  name: "whoever followed a job by its cursor read everything once, and nothing that was not so (I9, I2)",
  find({ readers }) {
    const deceived = readers.find(({ series }) => series.violation !== null);
    if (deceived) return { detail: deceived.series.violation ?? "", jobId: deceived.jobId };
    const { unchanged, wholeReads } = readCounts(readers);
    const shown = readers.some(({ series }) => series.rows.size > 0);
    return shown && unchanged > 0 && wholeReads > readers.length
      ? null
      : {
          detail: `${readers.length} readers had ${unchanged} unchanged polls and ${wholeReads} reads of all: nothing is shown`,
        };
  },
};

export function readCounts(readers: readonly { counts: Record<string, number> }[]) {
  const sum = (name: string) => readers.reduce((total, { counts }) => total + (counts[name] ?? 0), 0);
  return { polls: sum("polls"), unchanged: sum("unchanged"), wholeReads: sum("wholeReads") };
}
