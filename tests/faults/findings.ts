import type { Sql } from "#lib/db/index.ts";

/** What a job found, one line a creator: platform, id and sorted e-mail addresses. */
export type Findings = ReadonlyMap<number, readonly string[]>;

/** Of the jobs of one run, by the plan's number. */
export async function readFindings(sql: Sql, run: string): Promise<Findings> {
  const rows = await sql<{ number: number; creators: string[] }[]>`
    select split_part(j.idempotency_key, '-', 2)::int as number,
      array(select j.platform || ' ' || c.platform_id || ' ' || coalesce((select string_agg(e ->> 'address', ','
          order by e ->> 'address') from jsonb_array_elements(c.emails) e), '')
        from job_creators c where c.job_id = j.id order by 1) as creators
    from scraping_jobs j where j.idempotency_key like ${`${run}-%`}`;
  return new Map(rows.map(({ number, creators }) => [number, creators]));
}

/** How the findings of a job differ, in words; null where they do not. */
export function difference(expected: readonly string[], actual: readonly string[]): string | null {
  const missing = expected.filter((line) => !actual.includes(line));
  const added = actual.filter((line) => !expected.includes(line));
  if (missing.length + added.length === 0) return null;
  const examples = [...missing.map((line) => `-${line}`), ...added.map((line) => `+${line}`)].slice(0, 6);
  return `${missing.length} missing, ${added.length} more: ${examples.join("; ")}`;
}

/** How long each job took from its dispatch to its end, ms, by the plan's number. */
export async function readLengths(sql: Sql, run: string): Promise<ReadonlyMap<number, number>> {
  const rows = await sql<{ number: number; ms: number }[]>`
    select split_part(idempotency_key, '-', 2)::int as number,
      (extract(epoch from finished_at - created_at) * 1000)::float8 as ms
    from scraping_jobs where idempotency_key like ${`${run}-%`} and finished_at is not null`;
  return new Map(rows.map(({ number, ms }) => [number, ms]));
}
