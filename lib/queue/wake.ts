import type { Sql } from "#lib/db/index.ts";
import { env } from "#lib/env.ts";
import { notifyWorkers } from "./notify.ts";
import { publishDue } from "./qstash/publish.ts";

/**
 * Has tasks of these providers worked on, by whatever transport runs here. Call it after the commit that made them
 * due. Never needed for correctness: what it loses, the sweeper finds in the rows.
 */
export function wakeWorkers(sql: Sql, providers: Iterable<string>): Promise<void> {
  return env("queue").QUEUE === "qstash" ? publishDue(sql, providers) : notifyWorkers(sql, providers);
}
