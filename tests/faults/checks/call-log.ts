import type { ProviderCall } from "../provider.ts";
import type { Check, Evidence } from "./check.ts";

/** With which status the provider must have answered what the log says of a call. */
const STATUS_OF_OUTCOME: Readonly<Record<string, number>> = {
  ok: 200,
  bad_body: 200,
  format: 200,
  rate_limited: 429,
  http: 500,
  not_found: 404,
};
/** The call was made, and no answer read. */
const UNANSWERED = "timeout";

interface Tally {
  /** What the provider got, by the status it answered with, and all. */
  got: Map<number | null, number>;
  /** What the log says, by the outcome. */
  logged: Map<string, number>;
}

export const callsLogged: Check = {
  name: "what the provider got for each keyword and creator is what is logged, with its outcome (I12)",
  async find(evidence) {
    const logged = await readLogged(evidence);
    const started = logged.filter(({ outcome }) => outcome === "started").length;
    if (started > 0) return { detail: `${started} calls are neither completed nor unknown` };
    const tallies = new Map<string, Tally>();
    const tallyOf = (unit: string) => {
      const tally = tallies.get(unit) ?? { got: new Map(), logged: new Map() };
      tallies.set(unit, tally);
      return tally;
    };
    for (const call of evidence.providerCalls) addTo(tallyOf(unitOf(call)).got, call.status);
    for (const { unit, outcome } of logged) addTo(tallyOf(unit).logged, outcome);
    for (const [unit, tally] of tallies) {
      const wrong = faultOf(tally);
      if (wrong) return { detail: `${unit}: ${wrong}` };
    }
    return null;
  },
};

/** The platform, what was asked for, and about whom: as the log says it, too. */
function unitOf({ path, query }: ProviderCall): string {
  const platform = path.split("/")[2];
  const keyword = query.query;
  return keyword === undefined
    ? `${platform} profile ${query.handle ?? query.channelId}`
    : `${platform} search ${keyword}`;
}

/** A channel is asked for by its id and logged by its handle. */
function readLogged({ sql, run }: Evidence) {
  return sql<{ unit: string; outcome: string }[]>`
    select j.platform || ' ' || l.action || ' ' || case
        when j.platform = 'youtube' and l.action = 'profile' then coalesce((select c.platform_id from job_creators c
          where c.job_id = j.id and c.handle = l.reason limit 1), l.reason)
        else l.reason end as unit, l.outcome
    from api_call_logs l join scraping_jobs j on j.id = l.job_id
    where j.idempotency_key like ${`${run}-%`}`;
}

/**
 * Each call that came is logged, and each that the log is sure of came. Of the others (`unknown`, `network`,
 * `cancelled`) the log cannot know whether they arrived, nor with what they were answered.
 */
function faultOf({ got, logged }: Tally): string | null {
  const [came, written] = [sumOf(got), sumOf(logged)];
  const story = `the provider got ${describe(got)}, and logged are ${describe(logged)}`;
  if (came > written) return story;
  const statuses = new Set(Object.values(STATUS_OF_OUTCOME));
  let unsure = written;
  let surelyAnswered = 0;
  for (const status of statuses) {
    const said = Object.entries(STATUS_OF_OUTCOME)
      .filter(([, meant]) => meant === status)
      .reduce((sum, [outcome]) => sum + (logged.get(outcome) ?? 0), 0);
    // A call that the log is sure of and that the provider did not answer so.
    if (said > (got.get(status) ?? 0)) return story;
    surelyAnswered += said;
  }
  unsure -= surelyAnswered;
  const answered = [...statuses].reduce((sum, status) => sum + (got.get(status) ?? 0), 0);
  if (answered - surelyAnswered > unsure) return story;
  return surelyAnswered + (logged.get(UNANSWERED) ?? 0) > came ? story : null;
}

function addTo<Key>(counts: Map<Key, number>, key: Key): void {
  counts.set(key, (counts.get(key) ?? 0) + 1);
}

function sumOf(counts: ReadonlyMap<unknown, number>): number {
  return [...counts.values()].reduce((sum, count) => sum + count, 0);
}

function describe(counts: ReadonlyMap<unknown, number>): string {
  return [...counts].map(([what, count]) => `${count} × ${what ?? "no answer"}`).join(", ") || "nothing";
}
