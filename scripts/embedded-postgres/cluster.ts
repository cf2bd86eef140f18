import { execFileSync, spawn } from "node:child_process";
import {
  chownSync,
  existsSync,
  mkdirSync,
  readFileSync,
  renameSync,
  rmSync,
  statSync,
  writeFileSync,
} from "node:fs";
import path from "node:path";
import type { Account } from "./account.ts";
import { BARE_ENVIRONMENT } from "./bare-environment.ts";
import { explainServerOutput } from "./failure.ts";

const MAJOR_VERSION = "18";

export interface Cluster {
  binaries: string;
  data: string;
  account: Account | undefined;
}

/**
 * Makes the data folder if there is none: under another name first, so that an initdb that was cut off never
 * looks like a database.
 * @throws Error of one line: no space, another version's data, no database
 */
export async function ensureCluster(cluster: Cluster, password: string, isSynced: boolean): Promise<void> {
  const { data, account } = cluster;
  if (existsSync(data)) {
    checkVersion(data);
    if (account && statSync(data).uid === 0)
      execFileSync("chown", ["-R", `${account.uid}:${account.gid}`, data]);
    return;
  }
  const partial = `${data}.initial`;
  const passwordFile = `${data}.password`;
  rmSync(partial, { recursive: true, force: true });
  try {
    mkdirSync(partial, { mode: 0o700 });
    writeFileSync(passwordFile, `${password}\n`, { mode: 0o600 });
    if (account) for (const file of [partial, passwordFile]) chownSync(file, account.uid, account.gid);
    const flags = [`--pgdata=${partial}`, `--pwfile=${passwordFile}`, ...(isSynced ? [] : ["--no-sync"])];
    await initialise(cluster, flags);
    renameSync(partial, data);
  } finally {
    rmSync(passwordFile, { force: true });
    rmSync(partial, { recursive: true, force: true });
  }
}

/** Sets the password when the file that held it is gone; the server must not run. */
export function resetPassword({ binaries, data, account }: Cluster, password: string): void {
  execFileSync(path.join(binaries, "bin", "postgres"), ["--single", "-D", data, "postgres"], {
    ...account,
    cwd: data,
    env: BARE_ENVIRONMENT,
    input: `ALTER ROLE postgres PASSWORD '${password}'\n`,
    stdio: ["pipe", "ignore", "pipe"],
  });
}

/**
 * PostgreSQL's own C.UTF-8 sorts and folds alike on every machine; the system's decides only what a letter is
 * to full-text search, and not every system has it.
 */
async function initialise(cluster: Cluster, flags: string[]): Promise<void> {
  const first = await runInitdb(cluster, [...flags, "--locale=C.UTF-8"]);
  if (first === undefined) return;
  if (!/invalid locale name/.test(first)) throw new Error(explainServerOutput(first, cluster.data));
  const second = await runInitdb(cluster, [...flags, "--locale=C"]);
  if (second !== undefined) throw new Error(explainServerOutput(second, cluster.data));
}

/** Undefined if it went well, else what initdb wrote. */
function runInitdb({ binaries, account }: Cluster, flags: string[]): Promise<string | undefined> {
  const fixed = [
    "--username=postgres",
    "--auth=scram-sha-256",
    "--encoding=UTF8",
    "--locale-provider=builtin",
    "--builtin-locale=C.UTF-8",
    "--lc-messages=C",
  ];
  return new Promise((resolve, reject) => {
    // In a group of its own: the terminal's Ctrl-C must not cut it off; it ends by itself within seconds.
    const child = spawn(path.join(binaries, "bin", "initdb"), [...flags, ...fixed], {
      ...account,
      cwd: "/",
      env: BARE_ENVIRONMENT,
      stdio: ["ignore", "pipe", "pipe"],
      detached: true,
    });
    let output = "";
    for (const stream of [child.stdout, child.stderr]) {
      stream.setEncoding("utf8").on("data", (chunk: string) => {
        output += chunk;
      });
    }
    child.on("error", reject);
    child.on("close", (code) => resolve(code === 0 ? undefined : output || `initdb ended with code ${code}`));
  });
}

function checkVersion(data: string): void {
  const file = path.join(data, "PG_VERSION");
  const version = existsSync(file) ? readFileSync(file, "utf8").trim() : undefined;
  if (version === MAJOR_VERSION) return;
  throw new Error(
    version === undefined
      ? `${data} holds no PostgreSQL database. Move it away and start again.`
      : `The database in ${data} was made by PostgreSQL ${version}; this is PostgreSQL ${MAJOR_VERSION}. Move it away, or set DATABASE_URL.`,
  );
}
