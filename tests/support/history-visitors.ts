import type { Transaction } from "#lib/db/index.ts";

/** Beside each job of the history: somebody who came once, and words that a model was asked for. */
export async function fillVisitors(
  transaction: Transaction,
  { from, to }: { from: number; to: number },
): Promise<void> {
  const numbers = transaction`generate_series(${from}::int, ${to}::int) as j`;
  const account = transaction`md5('visited ' || j)::uuid`;
  const user = transaction`md5('visitor ' || j)::uuid`;
  await transaction`insert into accounts (id, name, plan) select ${account}, 'Visited', 'free' from ${numbers}`;
  await transaction`
    insert into users (id, email, name) select ${user}, 'visitor' || j || '@example.com', 'Vi Visitor' from ${numbers}`;
  await transaction`
    insert into memberships (account_id, user_id) select ${account}, ${user} from ${numbers}`;
  await transaction`
    insert into sessions (token_hash, user_id, account_id, expires_at)
    select md5('session ' || j), ${user}, ${account}, now() + interval '7 days' from ${numbers}`;
  await transaction`
    insert into ledger_buckets (account_id, unit, period, expires_at)
    select ${account}, 'creators', 'past', now() - interval '1 day' from ${numbers}`;
  await transaction`
    insert into keyword_expansions (key, platform, source, keywords)
    select md5('expansion ' || j), 'tiktok', 'rules', jsonb_build_array('word ' || j) from ${numbers}`;
}
