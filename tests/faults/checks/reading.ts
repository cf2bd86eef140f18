import type { FollowedJob } from "../reader.ts";
import type { Check } from "./check.ts";

export const readTruly: Check = {
  name: "whoever followed a job by its cursor read everything once, and nothing that was not so (I9, I2)",
  find({ followed }) {
    const deceived = followed.find(({ violation }) => violation !== null);
    if (deceived) return { detail: deceived.violation ?? "", jobId: deceived.jobId };
    const { unchanged, wholeReads } = readCounts(followed);
    const shown = followed.some(({ rows }) => rows > 0);
    return shown && unchanged > 0 && wholeReads > followed.length
      ? null
      : {
          detail: `${followed.length} readers had ${unchanged} unchanged polls and ${wholeReads} reads of all: nothing is shown`,
        };
  },
};

export function readCounts(followed: readonly FollowedJob[]): FollowedJob["counts"] {
  const sum = (name: keyof FollowedJob["counts"]) =>
    followed.reduce((total, { counts }) => total + counts[name], 0);
  return { polls: sum("polls"), unchanged: sum("unchanged"), wholeReads: sum("wholeReads") };
}
