import { spawn } from "node:child_process";
import { statfsSync } from "node:fs";
import { areAllInstalled, isInStep, stamp } from "./in-step.mjs";
import { withLock } from "./lock.mjs";
import { explainNpmFailure, networkError } from "./npm-failure.mjs";

// Tools for building and checking are dev dependencies, and Node itself is an optional one: a machine set to
// leave them out still needs both.
const NPM_FLAGS = ["--include=dev", "--include=optional", "--no-audit", "--no-fund", "--loglevel=warn"];
const NPM_SETTINGS = {
  npm_config_progress: "false",
  npm_config_update_notifier: "false",
  npm_config_fetch_retry_mintimeout: "2000",
  npm_config_fetch_retry_maxtimeout: "10000",
};

/** The packages of the lockfile, unpacked. */
const SPACE_MIN_MB = 1_000;
const SIGNALS = ["SIGINT", "SIGTERM", "SIGHUP"];

/**
 * Installs when node_modules is missing or out of step with package-lock.json; once, however many ask.
 * @param {string} root
 * @throws Error of one line that names the cause
 */
export async function ensureInstalled(root) {
  if (isInStep(root)) return;
  await withLock(root, async (addHolder) => {
    if (isInStep(root)) return;
    if (!(areAllInstalled(root) && (await arePatched(root, addHolder)))) {
      requireSpace(root);
      console.log("Installing packages (once; this takes about a minute) …");
      await installPackages(root, addHolder);
    }
    stamp(root);
  });
}

/**
 * npm takes a minute to find out, and then names a script that a cut-off file broke.
 * @param {string} root
 */
function requireSpace(root) {
  const { bavail, bsize } = statfsSync(root);
  const freeMb = Math.floor((bavail * bsize) / (1024 * 1024));
  if (freeMb >= SPACE_MIN_MB) return;
  throw new Error(
    `The disk that holds ${root} is full: ${freeMb} MB free, the packages need ${SPACE_MIN_MB} MB.`,
  );
}

/**
 * Applies the patches that are not applied yet; false where the packages must be unpacked anew for that.
 * @param {string} root
 * @param {(pid: number) => void} addHolder
 */
async function arePatched(root, addHolder) {
  return (await runNpm(root, ["run", "postinstall"], addHolder)) === undefined;
}

/**
 * Asks first whether the registry answers: npm itself may try for minutes. Without it, npm's cache may do.
 * @param {string} root
 * @param {(pid: number) => void} addHolder
 * @throws Error of one line that names the cause
 */
async function installPackages(root, addHolder) {
  const unreachable = networkError(await runNpm(root, ["ping", "--fetch-retries=0"], addHolder));
  if (unreachable) {
    const failure = await runNpm(root, ["ci", "--offline"], addHolder);
    if (failure !== undefined) throw new Error(explainNpmFailure(unreachable, root));
    return;
  }
  const first = await runNpm(root, ["ci"], addHolder);
  if (first === undefined) return;
  if (!/code EUSAGE/.test(first)) throw new Error(explainNpmFailure(first, root));
  // `npm ci` refuses a lockfile that lacks entries for other platforms, as npm itself writes it where a registry
  // does not carry them. This takes the same locked versions, and leaves the lockfile alone.
  const second = await runNpm(root, ["install", "--no-save"], addHolder);
  if (second !== undefined) throw new Error(explainNpmFailure(second, root));
}

/**
 * @param {string} root
 * @param {string[]} command
 * @param {(pid: number) => void} addHolder
 * @returns {Promise<string | undefined>} undefined if it went well, else what npm wrote
 */
function runNpm(root, command, addHolder) {
  const npm = process.env.npm_execpath;
  const [file, leading] = npm?.endsWith(".js") ? [process.execPath, [npm]] : ["npm", []];
  return new Promise((resolve, reject) => {
    const child = spawn(file, [...leading, ...command, ...NPM_FLAGS], {
      cwd: root,
      env: { ...process.env, ...NPM_SETTINGS },
      stdio: ["ignore", "pipe", "pipe"],
    });
    if (child.pid) addHolder(child.pid);
    let output = "";
    for (const stream of [child.stdout, child.stderr]) {
      stream.setEncoding("utf8").on("data", (chunk) => {
        output += chunk;
      });
    }
    let isStopped = false;
    const forward = (signal) => {
      isStopped = true;
      child.kill(signal);
    };
    for (const signal of SIGNALS) process.on(signal, forward);
    const release = () => {
      for (const signal of SIGNALS) process.off(signal, forward);
    };
    child.on("error", (error) => {
      release();
      reject(new Error(`npm could not be started: ${error.message}`));
    });
    child.on("close", (code) => {
      release();
      if (isStopped) reject(new Error("The install was stopped."));
      else resolve(code === 0 ? undefined : output || `npm ended with code ${code}`);
    });
  });
}
