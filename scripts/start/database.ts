import { startPostgres } from "../embedded-postgres.ts";
import { isSet } from "./environment.ts";
import { DATA } from "./paths.ts";
import type { Shutdown } from "./shutdown.ts";

export interface Database {
  url: string;
  isEmbedded: boolean;
}

/** The database of DATABASE_URL or the embedded one; migrated, and with the demo users where they may sign in. */
export async function startDatabase(
  shutdown: Shutdown,
  { isLocalSignInOn, say }: { isLocalSignInOn: boolean; say: (line: string) => void },
): Promise<Database> {
  const given = process.env.DATABASE_URL?.trim();
  if (given && !isPostgresUrl(given)) {
    throw new Error("DATABASE_URL must be an address like postgres://user:password@host:5432/database.");
  }
  const database = given ? { url: given, isEmbedded: false } : await startEmbedded(shutdown, say);
  shutdown.signal.throwIfAborted();

  // Loaded here: what is above needs none of it, and says sooner what is wrong.
  const { migrate } = await import("#lib/db/index.ts");
  const direct = database.isEmbedded ? undefined : process.env.DIRECT_DATABASE_URL?.trim();
  await migrate(direct || database.url);
  if (isLocalSignInOn) {
    const { seedDemo } = await import("#lib/auth/index.ts");
    await seedDemo(database.url);
  }
  return database;
}

/** Whether this is an address of a Postgres database. */
export function isPostgresUrl(text: string): boolean {
  return URL.canParse(text) && /^postgres(ql)?:$/.test(new URL(text).protocol);
}

async function startEmbedded(shutdown: Shutdown, say: (line: string) => void): Promise<Database> {
  if (isSet("DIRECT_DATABASE_URL")) throw new Error("DIRECT_DATABASE_URL is set, but DATABASE_URL is not.");
  say("Starting the database …");
  const server = await startPostgres({ directory: DATA, log: say });
  shutdown.onStop(() => server.stop());
  void server.ended.then((reason) =>
    shutdown.request({
      code: 1,
      reason: `The database ended unexpectedly. ${reason} (.data/logs/postgres.log)`,
    }),
  );
  return { url: server.url, isEmbedded: true };
}
