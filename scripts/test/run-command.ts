import { spawn } from "node:child_process";
import path from "node:path";

const PROGRAMS = path.resolve("node_modules/.bin");

/** Runs a program of node_modules/.bin with its output shown, on the Node that comes with it. Resolves to its exit code. */
export function run(program: string, programArguments: readonly string[]): Promise<number> {
  return new Promise((resolve, reject) => {
    const child = spawn(path.join(PROGRAMS, program), programArguments, {
      // No input: a tool that would ask a question fails instead of waiting.
      stdio: ["ignore", "inherit", "inherit"],
      env: { ...process.env, PATH: `${PROGRAMS}${path.delimiter}${process.env.PATH ?? ""}` },
    });
    const forward = (signal: NodeJS.Signals) => child.kill(signal);
    process.once("SIGTERM", forward);
    child.once("error", reject);
    child.once("exit", (code) => {
      process.off("SIGTERM", forward);
      resolve(code ?? 1);
    });
  });
}
