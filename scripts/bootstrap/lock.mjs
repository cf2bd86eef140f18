import { appendFileSync, mkdirSync, readFileSync, renameSync, rmSync } from "node:fs";
import path from "node:path";
import { setTimeout as delay } from "node:timers/promises";

const RETRY_MS = 500;
/** The moment between making the folder and writing the pid into it. */
const UNSIGNED_GRACE_MS = 2_000;

/**
 * Runs `work` while no other process of this project does. A lock whose processes are all gone is taken over.
 * @param {string} root
 * @param {(addHolder: (pid: number) => void) => Promise<void>} work
 */
export async function withLock(root, work) {
  const folder = path.join(root, ".data", "install.lock");
  const pids = path.join(folder, "pids");
  await acquire(folder, root);
  const addHolder = (pid) => appendFileSync(pids, `${pid} ${bornAt(pid) ?? ""}\n`);
  try {
    addHolder(process.pid);
    await work(addHolder);
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
}

/**
 * @param {string} folder
 * @param {string} root
 */
async function acquire(folder, root) {
  let unsignedSince = 0;
  let hasToldToWait = false;
  for (;;) {
    if (tryCreate(folder, root)) return;
    const signed = holders(folder);
    unsignedSince = signed ? 0 : unsignedSince || Date.now();
    const isAbandoned = signed
      ? !signed.split("\n").some(isAlive)
      : Date.now() - unsignedSince > UNSIGNED_GRACE_MS;
    if (isAbandoned) {
      takeAway(folder, signed);
      continue;
    }
    if (!hasToldToWait && signed) {
      console.log("Another run is installing packages; waiting for it …");
      hasToldToWait = true;
    }
    await delay(RETRY_MS);
  }
}

/**
 * @param {string} folder
 * @param {string} root
 */
function tryCreate(folder, root) {
  try {
    mkdirSync(path.dirname(folder), { recursive: true });
    mkdirSync(folder);
    return true;
  } catch (error) {
    if (error.code === "EEXIST") return false;
    if (error.code === "ENOSPC") throw new Error(`No space is left on the disk that holds ${root}.`);
    if (["EACCES", "EPERM", "EROFS"].includes(error.code)) {
      throw new Error(`The folder ${root} is not writable (${error.code}). Run as the user who owns it.`);
    }
    throw error;
  }
}

/**
 * Moves an abandoned lock aside first: of two processes that found it, one gets it, and a lock that was taken
 * anew in between is put back.
 */
function takeAway(folder, expected) {
  const aside = `${folder}.${process.pid}`;
  try {
    renameSync(folder, aside);
    if (holders(aside) === expected) rmSync(aside, { recursive: true, force: true });
    else renameSync(aside, folder);
  } catch {
    // Another process was quicker; the next round sees what it made of the lock.
  }
}

function holders(folder) {
  try {
    return readFileSync(path.join(folder, "pids"), "utf8").trim();
  } catch {
    return "";
  }
}

/** @param {string} line "pid bornAt" */
function isAlive(line) {
  const [pid, born] = line.split(" ");
  try {
    process.kill(Number(pid), 0);
  } catch (error) {
    return error.code === "EPERM";
  }
  return !born || bornAt(pid) === born;
}

/** A pid may be given to another process; the kernel's start time of the process tells them apart. */
function bornAt(pid) {
  try {
    const stat = readFileSync(`/proc/${pid}/stat`, "utf8");
    return stat.slice(stat.lastIndexOf(")") + 2).split(" ")[19];
  } catch {
    return undefined;
  }
}
