import { existsSync, mkdirSync } from "node:fs";
import path from "node:path";
import { setTimeout as delay } from "node:timers/promises";
import { postgresAccount } from "./embedded-postgres/account.ts";
import { type Cluster, ensureCluster, resetPassword } from "./embedded-postgres/cluster.ts";
import {
  explainEnd,
  explainServerOutput,
  isPortTaken,
  isStillHeld,
  requireFreeSpace,
} from "./embedded-postgres/failure.ts";
import { findServer, stopLeftover } from "./embedded-postgres/leftover.ts";
import { findNativePackage } from "./embedded-postgres/native.ts";
import { placeBinaries, placeData } from "./embedded-postgres/place.ts";
import { freePort } from "./embedded-postgres/port.ts";
import { identify, isAlive } from "./embedded-postgres/process-identity.ts";
import { waitUntilReady } from "./embedded-postgres/ready.ts";
import { launchServer, type Server } from "./embedded-postgres/server.ts";
import { databaseUrl, type PostgresState, readState, writeState } from "./embedded-postgres/state.ts";

export interface PostgresOptions {
  /** Holds the data (`postgres/`), port and password (`postgres.json`) and the log (`logs/postgres.log`). */
  directory: string;
  /** Told where the data goes if not into the directory. */
  log?: (line: string) => void;
  /** Server settings on top of the defaults below. */
  settings?: Record<string, string>;
}

export interface RunningPostgres {
  /** Superuser's address of the database `shoal`; it holds the password. */
  url: string;
  /** Resolves with the reason when the server ends without having been stopped, or after it was. */
  ended: Promise<string>;
  stop(): Promise<void>;
}

const DEFAULT_SETTINGS = {
  listen_addresses: "127.0.0.1",
  unix_socket_directories: "",
  deadlock_timeout: "200ms",
  max_connections: "200",
  shared_buffers: "128MB",
  timezone: "UTC",
  log_timezone: "UTC",
  log_checkpoints: "off",
};
const LAUNCHES_MAX = 20;
const RELAUNCH_MS = 500;

/**
 * Starts a real PostgreSQL 18 on 127.0.0.1, beneath a keeper that stops it when this process is gone.
 * @throws Error of one line: no disk space, no access, in use by another process, data of another version
 */
export async function startPostgres(options: PostgresOptions): Promise<RunningPostgres> {
  const { log = () => {}, settings = {} } = options;
  const directory = path.resolve(options.directory);
  mkdirSync(directory, { recursive: true });
  requireFreeSpace(directory);
  const cluster = locate(directory, log);
  const { state, isNew } = readState(directory);
  if (state.owner && isAlive(state.owner) && findServer(cluster.data) !== undefined) {
    throw new Error(`The database in ${directory} is in use by process ${state.owner.pid}.`);
  }
  if (existsSync(cluster.data)) await stopLeftover(cluster.data);

  writeState(directory, { ...state, owner: identify(process.pid) });
  const isLost = isNew && existsSync(cluster.data);
  await ensureCluster(cluster, state.password, settings.fsync !== "off");
  if (isLost) resetPassword(cluster, state.password);

  const { server, ready } = await launch(directory, cluster, state, settings);
  return {
    url: databaseUrl(ready),
    ended: server.ended.then(() => explainEnd(server.output(), cluster.data)),
    async stop() {
      await server.stop();
      // Only a keeper that was killed leaves a server behind.
      await stopLeftover(cluster.data);
    },
  };
}

function locate(directory: string, log: (line: string) => void): Cluster {
  const account = postgresAccount(path.join(directory, "postgres"));
  return {
    account,
    binaries: placeBinaries(findNativePackage(), account, log),
    data: placeData(directory, account, log),
  };
}

/** Tries again on another port when the chosen one was taken meanwhile. */
async function launch(
  directory: string,
  cluster: Cluster,
  state: PostgresState,
  settings: Record<string, string>,
): Promise<{ server: Server; ready: PostgresState }> {
  const logFile = path.join(directory, "logs", "postgres.log");
  let preferred = state.port;
  for (let launches = 1; ; launches += 1) {
    const ready = { ...state, port: await freePort(preferred), owner: identify(process.pid) };
    writeState(directory, ready);
    const all = { ...DEFAULT_SETTINGS, ...settings, port: String(ready.port) };
    const server = launchServer(cluster, all, logFile);
    try {
      if (await waitUntilReady(ready, server.hasEnded)) return { server, ready };
    } catch (error) {
      await server.stop();
      throw error;
    }
    const output = server.output();
    if (launches === LAUNCHES_MAX || !(isPortTaken(output) || isStillHeld(output))) {
      throw new Error(explainServerOutput(output, cluster.data));
    }
    if (isPortTaken(output)) preferred = 0;
    await delay(RELAUNCH_MS);
  }
}
