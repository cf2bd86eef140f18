import { execFileSync } from "node:child_process";
import { createHash } from "node:crypto";
import {
  chmodSync,
  cpSync,
  existsSync,
  lstatSync,
  mkdirSync,
  readFileSync,
  readlinkSync,
  realpathSync,
  renameSync,
  rmSync,
  statSync,
  symlinkSync,
  writeFileSync,
} from "node:fs";
import path from "node:path";
import { type Account, canEnter, canRun } from "./account.ts";
import type { NativePackage } from "./native.ts";

/** Where PostgreSQL's own user reaches what it needs when the project lies in a folder closed to it. */
const OUTSIDE = "/var/lib/shoal";

/** The folder of PostgreSQL's binaries that the account can run: the package's own, or a copy outside. */
export function placeBinaries(
  native: NativePackage,
  account: Account | undefined,
  log: (line: string) => void,
): string {
  const binary = path.join("bin", "postgres");
  if (!account || canRun(path.join(native.directory, binary), account)) return native.directory;
  const copy = path.join(OUTSIDE, `postgresql-${native.version}`);
  if (!existsSync(copy)) {
    log(`PostgreSQL's user cannot enter ${native.directory}; a copy of the binaries goes to ${copy}.`);
    mkdirOpen(OUTSIDE);
    copyOpenly(native.directory, copy);
  }
  if (canRun(path.join(copy, binary), account)) return copy;
  throw new Error(
    `PostgreSQL cannot be run from ${native.directory} nor from ${copy}: no access for uid ${account.uid}.`,
  );
}

/**
 * The data folder: DIRECTORY/postgres, or outside behind a symlink of that name. The folder itself need not
 * exist yet; its parent does.
 */
export function placeData(
  directory: string,
  account: Account | undefined,
  log: (line: string) => void,
): string {
  const inside = path.join(directory, "postgres");
  const link = lstatSync(inside, { throwIfNoEntry: false });
  if (link?.isSymbolicLink()) return followLink(directory, inside);
  if (!account || isReachable(directory, account)) return inside;

  const data = path.join(outside(directory), "postgres");
  log(`PostgreSQL's user cannot enter ${directory}; the database is kept in ${data}.`);
  if (link) moveOut(inside, data);
  symlinkSync(data, inside);
  return data;
}

/** A folder of ours that only its owner enters is opened for passing through, not for looking into. */
function isReachable(directory: string, account: Account): boolean {
  if (canEnter(directory, account)) return true;
  const { uid, mode } = statSync(directory);
  if (uid !== 0 || !canEnter(path.dirname(directory), account)) return false;
  chmodSync(directory, mode | 0o011);
  return canEnter(directory, account);
}

/** The link of a project that was moved still leads to its data; that of a copy must not share them. */
function followLink(directory: string, inside: string): string {
  const target = readlinkSync(inside);
  if (!target.startsWith(`${OUTSIDE}/`)) return existsSync(inside) ? realpathSync(inside) : target;
  const note = path.join(path.dirname(target), "belongs-to");
  const owner = existsSync(note) ? readFileSync(note, "utf8").trim() : "";
  if (owner !== realpathSync(directory) && leadsTo(path.join(owner, "postgres"), target)) {
    rmSync(inside);
    const own = path.join(outside(directory), "postgres");
    symlinkSync(own, inside);
    return own;
  }
  mkdirOpen(path.dirname(target));
  writeFileSync(note, `${realpathSync(directory)}\n`);
  return target;
}

function leadsTo(link: string, target: string): boolean {
  try {
    return readlinkSync(link) === target;
  } catch {
    return false;
  }
}

/** The folder outside that belongs to one folder of a project. */
function outside(directory: string): string {
  const real = realpathSync(directory);
  const folder = path.join(OUTSIDE, createHash("sha256").update(real).digest("hex").slice(0, 12));
  mkdirOpen(OUTSIDE);
  mkdirOpen(folder);
  writeFileSync(path.join(folder, "belongs-to"), `${real}\n`);
  return folder;
}

/** Open to all whatever the umask; the data folder within is PostgreSQL's alone. */
function mkdirOpen(folder: string): void {
  mkdirSync(folder, { recursive: true });
  chmodSync(folder, 0o755);
}

function copyOpenly(from: string, to: string): void {
  const partial = `${to}.${process.pid}`;
  cpSync(from, partial, { recursive: true, verbatimSymlinks: true });
  execFileSync("chmod", ["-R", "a+rX", partial]);
  try {
    renameSync(partial, to);
  } catch (error) {
    rmSync(partial, { recursive: true, force: true });
    // Another start made the same copy at the same time.
    if (!existsSync(to)) throw error;
  }
}

function moveOut(inside: string, data: string): void {
  const partial = `${data}.moving`;
  rmSync(partial, { recursive: true, force: true });
  execFileSync("mv", [inside, partial]);
  renameSync(partial, data);
}
