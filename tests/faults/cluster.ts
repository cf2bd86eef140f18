import { mkdtemp, readFile, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import path from "node:path";
import postgres from "postgres";
import { migrate } from "#lib/db/index.ts";
import { type RunningPostgres, startPostgres } from "#scripts/embedded-postgres.ts";
import { databaseUrl } from "#tests/support/template.ts";

/** A real Postgres that keeps its promises to the disk, and can be made to crash. */
export interface Cluster {
  /** Makes a migrated database; answers its address as the superuser's. */
  makeDatabase(name: string): Promise<string>;
  /** Ends the server as a power cut would, and starts it again on the same data and port. */
  crash(): Promise<void>;
  stop(): Promise<void>;
}

export async function startCluster(): Promise<Cluster> {
  const directory = await mkdtemp(path.join(tmpdir(), "shoal-faults-"));
  let server: RunningPostgres;
  try {
    server = await startPostgres({ directory });
  } catch (error) {
    await rm(directory, { recursive: true, force: true });
    throw error;
  }
  return {
    async makeDatabase(name) {
      const admin = postgres(server.url, { max: 1, onnotice: () => {} });
      try {
        const [setting] = await admin<{ fsync: string }[]>`show fsync`;
        if (setting?.fsync !== "on") throw new Error("Postgres runs without fsync.");
        await admin`create database ${admin(name)}`;
      } finally {
        await admin.end();
      }
      const url = databaseUrl(server.url, name);
      await migrate(url);
      return url;
    },
    async crash() {
      const [pid] = (await readFile(path.join(directory, "postgres", "postmaster.pid"), "utf8")).split("\n");
      // Postgres' immediate shutdown: no session is ended, nothing is written any more.
      process.kill(Number(pid), "SIGQUIT");
      await server.ended;
      const { url } = server;
      server = await startPostgres({ directory });
      if (server.url !== url) throw new Error("Postgres came back at another address.");
    },
    async stop() {
      await server.stop();
      await rm(directory, { recursive: true, force: true });
    },
  };
}
