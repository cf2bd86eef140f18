import { type ChildProcess, spawn } from "node:child_process";
import type { Account } from "./account.ts";
import { BARE_ENVIRONMENT } from "./bare-environment.ts";

/**
 * The process between PostgreSQL and whoever wants it running. It stops the server when told, and also when
 * that process is gone, however it went: the IPC channel closes by itself.
 */

export interface KeeperOrder {
  type: "run";
  binary: string;
  args: string[];
  data: string;
  account: Account | null;
}

/** PostgreSQL's ways to stop: end sessions and shut down; then give up at once; then none of its own. */
const STOP_STEPS = [
  { signal: "SIGINT", afterMs: 0 },
  { signal: "SIGQUIT", afterMs: 10_000 },
  { signal: "SIGKILL", afterMs: 15_000 },
] as const;

let server: ChildProcess | undefined;
let isStopping = false;

function run(order: KeeperOrder): void {
  server = spawn(order.binary, order.args, {
    ...(order.account ?? {}),
    cwd: order.data,
    env: BARE_ENVIRONMENT,
    // The log file that this process was given.
    stdio: ["ignore", "inherit", "inherit"],
  });
  server.on("error", (error) => {
    console.error(`FATAL: ${error.message}`);
    process.exit(1);
  });
  server.on("exit", (code) => process.exit(code ?? 1));
}

function stop(): void {
  if (!server) process.exit(0);
  if (isStopping) return;
  isStopping = true;
  for (const { signal, afterMs } of STOP_STEPS) setTimeout(() => server?.kill(signal), afterMs);
}

process.on("message", (message: KeeperOrder | { type: "stop" }) => {
  if (message.type === "run" && !isStopping) run(message);
  else stop();
});
process.on("disconnect", stop);
for (const signal of ["SIGINT", "SIGTERM", "SIGHUP"]) process.on(signal, stop);
