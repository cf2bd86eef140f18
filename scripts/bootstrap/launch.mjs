import { spawn } from "node:child_process";
import { existsSync } from "node:fs";
import { constants } from "node:os";
import path from "node:path";
import { ALLOCATOR } from "./allocator.mjs";
import { watchAncestors } from "./ancestors.mjs";

const SIGNALS = ["SIGINT", "SIGTERM", "SIGHUP"];

/**
 * Runs the script and passes signals on. The IPC channel is the script's way to notice that this process is
 * gone; this process in turn watches those above it, because npm may be killed without a word.
 * @param {{ root: string, node: string, script: string, args: string[] }} options
 * @returns {Promise<number>} the exit code; 128 + n after signal n
 */
export function launch({ root, node, script, args }) {
  const bin = path.join(root, "node_modules", ".bin");
  const settings = existsSync(path.join(root, ".env")) ? ["--env-file=.env"] : [];
  const child = spawn(node, [...settings, script, ...args], {
    cwd: root,
    env: {
      ...ALLOCATOR,
      ...process.env,
      PATH: `${bin}${path.delimiter}${process.env.PATH ?? ""}`,
      INIT_CWD: process.env.INIT_CWD ?? process.cwd(),
    },
    stdio: ["inherit", "inherit", "inherit", "ipc"],
  });
  for (const signal of SIGNALS) process.on(signal, () => child.kill(signal));
  // A closed terminal must not end this process before the script has stopped.
  process.stdout.on("error", () => {});
  process.stderr.on("error", () => {});

  const stopWatching = watchAncestors(() => child.kill("SIGTERM"));

  return new Promise((resolve, reject) => {
    child.on("error", (error) => {
      stopWatching();
      reject(new Error(`Node could not be started from ${node}: ${error.message}`));
    });
    child.on("exit", (code, signal) => {
      stopWatching();
      resolve(code ?? 128 + (signal ? constants.signals[signal] : 0));
    });
  });
}
