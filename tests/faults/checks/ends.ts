import { difference } from "../findings.ts";
import { type Check, certainJobs, recordsOf, undisturbedJobs } from "./check.ts";

export const nothingLost: Check = {
  name: "no acknowledged search is lost, and none is made twice",
  find(evidence) {
    const { jobs } = evidence;
    const records = recordsOf(evidence);
    const there = new Set(records.map(({ id }) => id));
    const lost = jobs.find(({ jobId }) => !there.has(jobId));
    if (lost) return { detail: `job ${lost.number} (${lost.jobId}) was acknowledged and is not there` };
    return records.length === jobs.length
      ? null
      : { detail: `${jobs.length} searches were acknowledged, and ${records.length} are there` };
  },
};

export const nothingFailed: Check = {
  name: "no keyword and no creator failed for good",
  find(evidence) {
    const ids = new Set(undisturbedJobs(evidence).map((job) => job.jobId));
    if (ids.size === 0) return { detail: "each job was cancelled or late, so that nothing is shown" };
    const failed = recordsOf(evidence).find(({ id, status }) => ids.has(id) && status !== "completed");
    if (!failed) return null;
    const { id, key, status, keywordsFailed, creatorsFailed } = failed;
    return {
      detail: `${key} is ${status} (${keywordsFailed} keywords and ${creatorsFailed} creators failed)`,
      jobId: id,
    };
  },
};

export const findingsEqual: Check = {
  name: "what was found, with its e-mails, is what an undisturbed run on a fresh cache finds",
  find(evidence) {
    const certain = certainJobs(evidence);
    const expected = certain.flatMap(({ number }) => evidence.undisturbed.get(number) ?? []);
    if (expected.length === 0) return { detail: "no job was certain to find something: nothing is shown" };
    for (const { number, jobId } of certain) {
      const differs = difference(evidence.undisturbed.get(number) ?? [], evidence.found.get(number) ?? []);
      if (differs) return { detail: `job ${number}: ${differs}`, jobId };
    }
    return null;
  },
};
