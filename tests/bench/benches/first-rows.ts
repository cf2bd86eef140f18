import { setTimeout as delay } from "node:timers/promises";
import { type SignedIn, signedIn } from "../shared/accounts.ts";
import type { Bench } from "../shared/context.ts";
import { cancel, dispatch, now, poll } from "../shared/jobs.ts";
import { type Measure, repeated } from "../shared/measure.ts";
import { PINNED, SWIFT, warmUp } from "../shared/search-run.ts";
import { median, percentile, rounded } from "../shared/stats.ts";
import { inWorld, type World } from "../shared/world.ts";

const REPETITIONS = 5;
const SAMPLES = 20;
const SEARCH = { keywordCount: 5, targetResults: 100 };
/** Much more often than a page asks: what is measured is the platform, not the waits between polls. */
const POLL_MS = 20;
const WITHIN_MS = 30_000;

/** How soon a user sees the first creators. */
export const firstRows: Bench = {
  about: "from sending POST to the first rows in a status answer, over one search latency",
  async run({ isQuick, ...context }) {
    const provider = isQuick ? SWIFT : PINNED;
    const options = { name: "first-rows", sandbox: provider, parallelMax: provider.parallelMax };
    const repetitions = await inWorld({ isQuick, ...context }, options, async (world) => {
      await warmUp(world);
      const [member] = await signedIn(world, 1);
      if (!member) throw new Error("no member");
      const all: Sample[][] = [];
      for (let repetition = 0; repetition < (isQuick ? 2 : REPETITIONS); repetition += 1) {
        const samples: Sample[] = [];
        for (let sample = 0; sample < SAMPLES; sample += 1)
          samples.push(await timeToFirstRows(world, member));
        all.push(samples);
        context.say(`first-rows: ${Math.round(median(samples.map(({ rowsMs }) => rowsMs)))} ms`);
      }
      return all;
    });
    const last = repetitions.at(-1) ?? [];
    return [0.5, 0.95].map(
      (share): Measure =>
        repeated({
          metric: `first rows over one search latency, p${share * 100}`,
          unit: "ratio",
          values: repetitions.map(
            (samples) =>
              percentile(
                samples.map(({ rowsMs }) => rowsMs),
                share,
              ) / provider.searchMs,
          ),
          bar: { atMost: 1.25 },
          detail: {
            samplesEach: SAMPLES,
            searchMs: provider.searchMs,
            pollMs: POLL_MS,
            medianOfTheLast: {
              untilAnsweredMs: rounded(median(last.map(({ answeredMs }) => answeredMs))),
              untilTheFirstCallMs: rounded(median(last.map(({ calledMs }) => calledMs))),
              untilRowsAreCommittedMs: rounded(median(last.map(({ savedMs }) => savedMs))),
              untilRowsAreSeenMs: rounded(median(last.map(({ rowsMs }) => rowsMs))),
            },
          },
        }),
    );
  },
};

/** Milliseconds after the request was sent. */
interface Sample {
  answeredMs: number;
  /** The first call passed the gate. */
  calledMs: number;
  /** By the rows' own time. */
  savedMs: number;
  rowsMs: number;
}

async function timeToFirstRows(world: World, member: SignedIn): Promise<Sample> {
  const { keywordCount, targetResults } = SEARCH;
  const keywords = world.keywords.take(keywordCount);
  const { jobId, sentAtMs } = await dispatch(world, member, { keywords, targetResults });
  const answeredMs = now() - sentAtMs;
  const rowsMs = await untilRows(world, member, { jobId, sentAtMs });
  const [seen] = await world.sql<{ calledAt: number; savedAt: number }[]>`
    select (select extract(epoch from min(started_at)) * 1000 from api_call_logs where job_id = ${jobId})::float8
        as called_at,
      (select extract(epoch from min(found_at)) * 1000 from job_creators where job_id = ${jobId})::float8 as saved_at`;
  if (!seen) throw new Error("no calls");
  await cancel(world, member, jobId);
  await untilIdle(world);
  return { answeredMs, calledMs: seen.calledAt - sentAtMs, savedMs: seen.savedAt - sentAtMs, rowsMs };
}

async function untilRows(
  world: World,
  member: SignedIn,
  { jobId, sentAtMs }: { jobId: string; sentAtMs: number },
): Promise<number> {
  let etag: string | null = null;
  while (now() - sentAtMs < WITHIN_MS) {
    const seen = await poll(world, member, { jobId, etag });
    etag = seen.etag;
    if ((seen.status?.creators.length ?? 0) > 0) return now() - sentAtMs;
    await delay(POLL_MS);
  }
  throw new Error(`no rows within ${WITHIN_MS} ms`);
}

/** What was under way at the cancel has ended: the next sample finds all places free. */
async function untilIdle(world: World): Promise<void> {
  for (;;) {
    const [row] =
      await world.sql`select 1 from job_tasks where state in ('pending', 'parked', 'running') limit 1`;
    if (!row) return;
    await delay(POLL_MS);
  }
}
