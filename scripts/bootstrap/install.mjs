import { spawn } from "node:child_process";
import { isInStep, stamp } from "./in-step.mjs";
import { withLock } from "./lock.mjs";
import { explainNpmFailure } from "./npm-failure.mjs";

// Tools for building and checking are dev dependencies, and Node itself is an optional one: a machine set to
// leave them out still needs both.
const NPM_ARGUMENTS = [
  "ci",
  "--include=dev",
  "--include=optional",
  "--no-audit",
  "--no-fund",
  "--loglevel=error",
];
const NPM_SETTINGS = {
  npm_config_progress: "false",
  npm_config_update_notifier: "false",
  npm_config_fetch_retry_mintimeout: "2000",
  npm_config_fetch_retry_maxtimeout: "10000",
};

/**
 * Runs `npm ci` when node_modules is missing or out of step with package-lock.json; once, however many ask.
 * @param {string} root
 * @throws Error of one line that names the cause
 */
export async function ensureInstalled(root) {
  if (isInStep(root)) return;
  await withLock(root, async (addHolder) => {
    if (isInStep(root)) return;
    console.log("Installing packages (once; this takes about a minute) …");
    await npmInstall(root, addHolder);
    stamp(root);
  });
}

/**
 * @param {string} root
 * @param {(pid: number) => void} addHolder
 */
function npmInstall(root, addHolder) {
  const npm = process.env.npm_execpath;
  const [file, leading] = npm?.endsWith(".js") ? [process.execPath, [npm]] : ["npm", []];
  return new Promise((resolve, reject) => {
    const child = spawn(file, [...leading, ...NPM_ARGUMENTS], {
      cwd: root,
      env: { ...process.env, ...NPM_SETTINGS },
      stdio: ["ignore", "pipe", "pipe"],
    });
    let output = "";
    const collect = (chunk) => {
      output += chunk;
    };
    child.stdout.setEncoding("utf8").on("data", collect);
    child.stderr.setEncoding("utf8").on("data", collect);
    if (child.pid) addHolder(child.pid);
    const forward = (signal) => child.kill(signal);
    const signals = ["SIGINT", "SIGTERM", "SIGHUP"];
    for (const signal of signals) process.on(signal, forward);
    const finish = (error) => {
      for (const signal of signals) process.off(signal, forward);
      if (error) reject(error);
      else resolve(undefined);
    };
    child.on("error", (error) => finish(new Error(`npm could not be started: ${error.message}`)));
    child.on("close", (code, signal) => {
      if (code === 0) finish();
      else finish(new Error(signal ? "The install was stopped." : explainNpmFailure(output, root)));
    });
  });
}
