import { chmodSync, mkdirSync, mkdtempSync, rmSync } from "node:fs";
import path from "node:path";
import postgres from "postgres";
import { migrate } from "#lib/db/index.ts";
import { startPostgres } from "#scripts/embedded-postgres.ts";
import { PLAN_LOG_PREFIX } from "#tests/support/plans.ts";

export interface Cluster {
  /** The server's log. */
  logFile: string;
  /** A migrated, empty database; answers the superuser's address of it. */
  createDatabase(name: string): Promise<string>;
  dropDatabase(name: string): Promise<void>;
  stop(): Promise<void>;
}

/**
 * As `npm start` runs it, fsync included; in addition it counts what its statements take, and its log names
 * the process that a line is about.
 */
const SETTINGS = {
  shared_preload_libraries: "pg_stat_statements",
  "pg_stat_statements.track": "top",
  log_line_prefix: PLAN_LOG_PREFIX,
};

/** The embedded Postgres, with data of its own that goes when it stops. */
export async function startCluster(folder: string): Promise<Cluster> {
  mkdirSync(folder, { recursive: true });
  const directory = mkdtempSync(path.join(folder, "cluster-"));
  // PostgreSQL's own user has to pass.
  chmodSync(directory, 0o755);
  const server = await startPostgres({ directory, settings: SETTINGS });
  return {
    logFile: path.join(directory, "logs", "postgres.log"),
    async createDatabase(name) {
      await administer(server.url, (admin) => admin`create database ${admin(name)}`);
      const url = new URL(server.url);
      url.pathname = `/${name}`;
      await migrate(url.href);
      await administer(url.href, (admin) => admin`create extension pg_stat_statements`);
      return url.href;
    },
    dropDatabase: (name) =>
      administer(server.url, (admin) => admin`drop database if exists ${admin(name)} with (force)`),
    async stop() {
      await server.stop();
      rmSync(directory, { recursive: true, force: true });
    },
  };
}

async function administer(url: string, work: (admin: postgres.Sql) => Promise<unknown>): Promise<void> {
  const admin = postgres(url, { max: 1, onnotice: () => {} });
  try {
    await work(admin);
  } finally {
    await admin.end();
  }
}
