import { randomUUID } from "node:crypto";
import postgres from "postgres";
import { inject } from "vitest";
import { databaseUrl, TEMPLATE_DATABASE } from "./template.ts";

export interface TestDatabase {
  url: string;
  /** Also ends connections that are still open to it. */
  drop(): Promise<void>;
}

/**
 * A migrated, empty database of its own for one test file of the integration project. Where the server itself never
 * crashes, commits need not wait for the disk: `synchronousCommit` false saves the time.
 */
export async function createTestDatabase(
  options: { synchronousCommit?: boolean } = {},
): Promise<TestDatabase> {
  const adminUrl = inject("postgresUrl");
  const name = `test_${randomUUID().replaceAll("-", "")}`;
  await asSuperuser(adminUrl, (sql) => sql`create database ${sql(name)} template ${sql(TEMPLATE_DATABASE)}`);
  if (options.synchronousCommit === false) {
    await asSuperuser(adminUrl, (sql) => sql`alter database ${sql(name)} set synchronous_commit = off`);
  }
  return {
    url: databaseUrl(adminUrl, name),
    drop: () => asSuperuser(adminUrl, (sql) => sql`drop database if exists ${sql(name)} with (force)`),
  };
}

async function asSuperuser(adminUrl: string, work: (sql: postgres.Sql) => Promise<unknown>): Promise<void> {
  const sql = postgres(adminUrl, { max: 1, onnotice: () => {} });
  try {
    await work(sql);
  } finally {
    await sql.end();
  }
}
