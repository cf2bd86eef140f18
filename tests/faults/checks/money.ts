import type { Check } from "./check.ts";

export const chargedOnce: Check = {
  name: "each creator is charged once, and no job holds anything after its end (I11)",
  async find({ sql }) {
    const [wrong] = await sql<{ id: string; delivered: number; charged: number; held: number }[]>`
      select j.id, r.delivered, l.charged, l.held from scraping_jobs j
      cross join lateral (select count(*)::int as delivered from job_creators where job_id = j.id) r
      cross join lateral (
        select coalesce(-sum(held_delta) filter (where kind = 'charge'), 0)::int as charged,
          coalesce(sum(held_delta), 0)::int as held
        from ledger_entries where job_id = j.id) l
      where l.charged <> r.delivered or l.held <> 0 limit 1`;
    return wrong
      ? {
          detail: `${wrong.delivered} creators delivered, ${wrong.charged} charged, ${wrong.held} held`,
          jobId: wrong.id,
        }
      : null;
  },
};

export const balancesExact: Check = {
  name: "every allowance is what was granted less what was delivered, and the ledger adds up to it",
  async find({ sql }) {
    const [wrong] = await sql<
      { name: string; expected: number; available: number; entries: number; held: number }[]
    >`
      select a.name, g.granted - d.delivered as expected, b.available, e.available as entries, b.held
      from accounts a
      cross join lateral (select coalesce(sum(available_delta), 0)::bigint as granted from ledger_entries
        where account_id = a.id and kind = 'grant') g
      cross join lateral (select count(*)::bigint as delivered from job_creators where account_id = a.id and matches) d
      cross join lateral (select coalesce(sum(available), 0)::bigint as available, coalesce(sum(held), 0)::bigint as held
        from ledger_buckets where account_id = a.id) b
      cross join lateral (select coalesce(sum(available_delta), 0)::bigint as available from ledger_entries
        where account_id = a.id) e
      where b.available <> g.granted - d.delivered or b.available <> e.available or b.held <> 0 limit 1`;
    return wrong ? { detail: JSON.stringify(wrong) } : null;
  },
};
