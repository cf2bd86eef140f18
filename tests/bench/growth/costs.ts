import { signInCookie } from "#tests/support/app-processes.ts";
import { HISTORY_MEMBER } from "#tests/support/history.ts";
import { dispatch, poll } from "../shared/jobs.ts";
import { applyLoad, type LoadRequest } from "../shared/load.ts";
import { percentile } from "../shared/stats.ts";
import type { World } from "../shared/world.ts";
import { untilFinished, untilSwept } from "./worker-waits.ts";

/** What saving and reading cost. Buffers are pages of the database that statements touched. */
export interface Cost {
  buffersPerCreator: number;
  databaseMsPerCreator: number;
  buffersPerChangedPoll: number;
  buffersPerUnchangedPoll: number;
  changedPollMs: number;
  unchangedPollMs: number;
}

const SEARCH = { keywordCount: 4, targetResults: 200 };
const CHANGED = 50;
const POLLS = 200;

/** Runs searches of an account that has many, and polls them. A worker of one task at a time never waits for itself. */
export async function measureCosts(world: World, repetitions: number): Promise<Cost[]> {
  await world.startWeb();
  await world.startWorker(1);
  try {
    await untilSwept(world);
    const cookie = await signInCookie(world.url, HISTORY_MEMBER.email);
    await measure(world, cookie);
    const costs: Cost[] = [];
    for (let repetition = 0; repetition < repetitions; repetition += 1)
      costs.push(await measure(world, cookie));
    return costs;
  } finally {
    await world.stopWorkers();
    await world.stopWeb();
  }
}

async function measure(world: World, cookie: string): Promise<Cost> {
  const keywords = world.keywords.take(SEARCH.keywordCount);
  await reset(world);
  const { jobId } = await dispatch(world, { cookie }, { keywords, targetResults: SEARCH.targetResults });
  await untilFinished(world, jobId);
  const saved = await statementsOf(world, ["shoal_worker"]);
  const { changed, unchanged } = await pollsOf(world, cookie, jobId);
  return {
    buffersPerCreator: saved.buffers / SEARCH.targetResults,
    databaseMsPerCreator: saved.totalMs / SEARCH.targetResults,
    buffersPerChangedPoll: changed.buffers,
    changedPollMs: changed.ms,
    buffersPerUnchangedPoll: unchanged.buffers,
    unchangedPollMs: unchanged.ms,
  };
}

async function pollsOf(world: World, cookie: string, jobId: string) {
  const [before] = await world.sql<{ since: string }[]>`
    select version || '.' || position as since from job_creators
    where job_id = ${jobId} order by version desc, position desc offset ${CHANGED} limit 1`;
  const since = before?.since ?? "";
  const { etag } = await poll(world, { cookie }, { jobId, since });
  const request = { url: `${world.url}/api/v2/status?jobId=${jobId}&since=${since}`, headers: { cookie } };
  return {
    changed: await costOf(world, request, 200),
    unchanged: await costOf(
      world,
      { ...request, headers: { ...request.headers, "if-none-match": etag ?? "" } },
      304,
    ),
  };
}

async function costOf(world: World, request: LoadRequest, expected: number) {
  await reset(world);
  const load = await applyLoad({ requests: POLLS, connections: 1, expected, requestOf: () => request });
  const { buffers } = await statementsOf(world, ["shoal_web", "shoal_auth"]);
  return { buffers: buffers / POLLS, ms: percentile(load.latenciesMs, 0.5) };
}

function reset(world: World) {
  return world.sql`select pg_stat_statements_reset()`;
}

/** All that was done in these roles since the reset; what triggers do counts with their statement. */
async function statementsOf(world: World, roles: string[]): Promise<{ buffers: number; totalMs: number }> {
  const [row] = await world.sql<{ buffers: number; totalMs: number }[]>`
    select sum(s.shared_blks_hit + s.shared_blks_read)::float8 as buffers, sum(s.total_exec_time) as total_ms
    from pg_stat_statements s join pg_roles r on r.oid = s.userid join pg_database d on d.oid = s.dbid
    where d.datname = current_database() and r.rolname = any(${roles}::text[])`;
  if (!row) throw new Error("no statements");
  return row;
}
