import { difference } from "../findings.ts";
import { type Check, certainJobs, type Evidence, type Failure, undisturbedJobs } from "./check.ts";

export const nothingLost: Check = {
  name: "no acknowledged search is lost, and none is made twice",
  async find({ sql, jobs, run }) {
    const rows = await sql<{ id: string }[]>`
      select id from scraping_jobs where idempotency_key like ${`${run}-%`}`;
    const there = new Set(rows.map(({ id }) => id));
    const lost = jobs.find(({ jobId }) => !there.has(jobId));
    if (lost) return { detail: `job ${lost.number} (${lost.jobId}) was acknowledged and is not there` };
    return rows.length === jobs.length
      ? null
      : { detail: `${jobs.length} searches were acknowledged, and ${rows.length} are there` };
  },
};

export const nothingFailed: Check = {
  name: "no keyword and no creator failed for good",
  find: (evidence) =>
    firstJob(
      evidence,
      undisturbedJobs(evidence).map((job) => job.jobId),
      (job) => job.status !== "completed",
    ),
};

export const cancelsKept: Check = {
  name: "every acknowledged cancel is kept, and nothing else is cancelled",
  find: (evidence) => {
    const wanted = new Set(evidence.jobs.filter((job) => job.cancelTaken === true).map((job) => job.jobId));
    return firstJob(
      evidence,
      evidence.jobs.map((job) => job.jobId),
      (job) => wanted.has(job.id) !== (job.status === "cancelled"),
    );
  },
};

export const findingsEqual: Check = {
  name: "what was found, with its e-mails, is what an undisturbed run on a fresh cache finds",
  find(evidence) {
    for (const { number, jobId } of certainJobs(evidence)) {
      const differs = difference(evidence.undisturbed.get(number) ?? [], evidence.found.get(number) ?? []);
      if (differs) return { detail: `job ${number}: ${differs}`, jobId };
    }
    return null;
  },
};

interface EndedJob {
  id: string;
  idempotencyKey: string;
  status: string;
  error: string | null;
  keywordsFailed: number;
  creatorsFailed: number;
}

async function firstJob(
  { sql }: Evidence,
  ids: readonly string[],
  isWrong: (job: EndedJob) => boolean,
): Promise<Failure | null> {
  const jobs = await sql<EndedJob[]>`
    select id, idempotency_key, status, error, keywords_failed, creators_failed from scraping_jobs
    where id = any(${[...ids]}::uuid[]) order by created_at`;
  const wrong = jobs.find(isWrong);
  if (!wrong) return null;
  const { id, idempotencyKey, status, keywordsFailed, creatorsFailed } = wrong;
  return {
    detail: `${idempotencyKey} is ${status} (${keywordsFailed} keywords and ${creatorsFailed} creators failed)`,
    jobId: id,
  };
}
