import type { Sql } from "#lib/db/index.ts";

export const WAKE_CHANNEL = "shoal_wake";

/** Wakes of one turn go out together; a wake is only a hint, the rows are the queue. */
const GATHER_MS = 5;

interface Gathering {
  providers: Set<string>;
  sent: Promise<void>;
}

const gathering = new WeakMap<Sql, Gathering>();

/**
 * Tells the workers that tasks of these providers became due. Call it after the commit that made them so.
 * A lost notification costs one poll interval.
 */
export function wakeWorkers(sql: Sql, providers: Iterable<string>): Promise<void> {
  const wanted = [...providers];
  if (wanted.length === 0) return Promise.resolve();
  let current = gathering.get(sql);
  if (!current) {
    const collected = new Set<string>();
    current = { providers: collected, sent: sendLater(sql, collected) };
    gathering.set(sql, current);
  }
  for (const provider of wanted) current.providers.add(provider);
  return current.sent;
}

async function sendLater(sql: Sql, providers: Set<string>): Promise<void> {
  await new Promise((resolve) => setTimeout(resolve, GATHER_MS));
  gathering.delete(sql);
  await sql`select pg_notify(${WAKE_CHANNEL}, provider) from unnest(${[...providers]}::text[]) as p(provider)`;
}
