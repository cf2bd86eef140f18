import type { Sql } from "#lib/db/index.ts";

/** Wakes of one turn go out together; a wake is only a hint, the rows are the queue. */
const GATHER_MS = 5;

interface Gathering {
  providers: Set<string>;
  sent: Promise<void>;
}

type Wake = (sql: Sql, providers: Iterable<string>) => Promise<void>;

/** Turns many small wakes into few: those of the same few milliseconds share one `send`. */
export function gatherWakes(send: (sql: Sql, providers: string[]) => Promise<unknown>): Wake {
  const gathering = new WeakMap<Sql, Gathering>();

  async function sendLater(sql: Sql, providers: Set<string>): Promise<void> {
    await new Promise((resolve) => setTimeout(resolve, GATHER_MS));
    gathering.delete(sql);
    await send(sql, [...providers]);
  }

  return (sql, providers) => {
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
  };
}
