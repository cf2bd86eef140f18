import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import path from "node:path";
import postgres from "postgres";
import type { TestProject } from "vitest/node";
import { migrate } from "#lib/db/index.ts";
import { startPostgres } from "#scripts/embedded-postgres.ts";
import { PLAN_LOG_PREFIX } from "./plans.ts";
import { databaseUrl, TEMPLATE_DATABASE } from "./template.ts";

declare module "vitest" {
  interface ProvidedContext {
    /** Of the superuser, in the cluster that all integration test files share. */
    postgresUrl: string;
    /** The cluster's log; where a database asks for it, with the plans of its statements. */
    postgresLog: string;
  }
}

/** One cluster for the whole run, with a migrated database that each test file copies. */
export default async function setup(project: TestProject): Promise<() => Promise<void>> {
  const directory = await mkdtemp(path.join(tmpdir(), "shoal-test-"));
  const removeDirectory = () => rm(directory, { recursive: true, force: true });
  try {
    const cluster = await startPostgres({ directory, settings: { log_line_prefix: PLAN_LOG_PREFIX } });
    const teardown = async () => {
      await cluster.stop();
      await removeDirectory();
    };
    try {
      await createTemplate(cluster.url);
    } catch (error) {
      await cluster.stop();
      throw error;
    }
    project.provide("postgresUrl", cluster.url);
    project.provide("postgresLog", path.join(directory, "logs", "postgres.log"));
    return teardown;
  } catch (error) {
    await removeDirectory();
    throw error;
  }
}

async function createTemplate(adminUrl: string): Promise<void> {
  const sql = postgres(adminUrl, { max: 1, onnotice: () => {} });
  try {
    await sql`create database ${sql(TEMPLATE_DATABASE)}`;
    await migrate(databaseUrl(adminUrl, TEMPLATE_DATABASE));
    // A database can be copied only while nobody is connected to it, so nobody may.
    await sql`alter database ${sql(TEMPLATE_DATABASE)} with is_template true allow_connections false`;
  } finally {
    await sql.end();
  }
}
