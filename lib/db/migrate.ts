import path from "node:path";
import { drizzle } from "drizzle-orm/postgres-js";
import { migrate as applyMigrations } from "drizzle-orm/postgres-js/migrator";
import postgres from "postgres";

/** Any number that nothing else locks. */
const MIGRATION_LOCK = 7_462_001;

/**
 * Brings the database to the newest schema. Safe to run from many processes at once: a session lock on the
 * migrating connection serialises them, so `url` must not lead through a transaction pooler.
 */
export async function migrate(url: string): Promise<void> {
  const sql = postgres(url, { max: 1, onnotice: () => {} });
  try {
    await sql`select pg_advisory_lock(${MIGRATION_LOCK})`;
    await applyMigrations(drizzle(sql), { migrationsFolder: path.join(process.cwd(), "drizzle") });
    await sql`select pg_advisory_unlock(${MIGRATION_LOCK})`;
  } finally {
    await sql.end();
  }
}
