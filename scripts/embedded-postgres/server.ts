import { spawn } from "node:child_process";
import { closeSync, mkdirSync, openSync, readFileSync } from "node:fs";
import path from "node:path";
import type { Cluster } from "./cluster.ts";
import type { KeeperOrder } from "./keeper.ts";

/** A running server process and its keeper. */
export interface Server {
  /** Resolves when it has ended, for whatever reason. */
  ended: Promise<void>;
  hasEnded(): boolean;
  /** What the server wrote since it was launched. */
  output(): string;
  stop(): Promise<void>;
}

/** Launches the server beneath a keeper; its output goes to `logFile`. It may not be ready yet. */
export function launchServer(cluster: Cluster, settings: Record<string, string>, logFile: string): Server {
  mkdirSync(path.dirname(logFile), { recursive: true });
  const log = openSync(logFile, "w", 0o600);
  const { NODE_OPTIONS: _, ...environment } = process.env;
  const keeper = spawn(process.execPath, [path.join(import.meta.dirname, "keeper.ts")], {
    cwd: "/",
    env: environment,
    stdio: ["ignore", log, log, "ipc"],
    detached: true,
  });
  closeSync(log);

  let hasEnded = false;
  const ended = new Promise<void>((resolve) => {
    const finish = () => {
      hasEnded = true;
      resolve();
    };
    keeper.on("exit", finish);
    keeper.on("error", finish);
  });
  const order: KeeperOrder = {
    type: "run",
    binary: path.join(cluster.binaries, "bin", "postgres"),
    args: [
      "-D",
      cluster.data,
      ...Object.entries(settings).flatMap(([key, value]) => ["-c", `${key}=${value}`]),
    ],
    data: cluster.data,
    account: cluster.account ?? null,
  };
  keeper.send(order, () => {});
  // A process that has nothing else to do may end; the keeper then stops the server.
  keeper.unref();
  keeper.channel?.unref();

  return {
    ended,
    hasEnded: () => hasEnded,
    output: () => readFileSync(logFile, "utf8"),
    async stop() {
      keeper.ref();
      if (keeper.connected) keeper.send({ type: "stop" }, () => {});
      await ended;
    },
  };
}
