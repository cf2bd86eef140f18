import { execFileSync, spawnSync } from "node:child_process";
import { statSync } from "node:fs";
import { BARE_ENVIRONMENT } from "./bare-environment.ts";

/** The user that PostgreSQL runs as; undefined means: as the user of this process. */
export interface Account {
  uid: number;
  gid: number;
}

/**
 * PostgreSQL refuses to run as root. Then it runs as the owner of its data, else as the system's `postgres`
 * user, which is made where there is none, else as `nobody`.
 * @throws Error when the data belongs to somebody whose place this process cannot take
 */
export function postgresAccount(data: string): Account | undefined {
  const owner = statSync(data, { throwIfNoEntry: false });
  const uid = process.getuid?.();
  if (uid !== 0) {
    if (owner && uid !== undefined && owner.uid !== uid) {
      throw new Error(
        `The database in ${data} belongs to another user (uid ${owner.uid}). Run as the user who started Shoal here first.`,
      );
    }
    return undefined;
  }
  if (owner && owner.uid !== 0) return { uid: owner.uid, gid: owner.gid };
  const account = lookUp("postgres") ?? createPostgresUser() ?? lookUp("nobody");
  if (account) return account;
  throw new Error(
    "PostgreSQL cannot run as root, and no user `postgres` could be made. Run as an ordinary user.",
  );
}

/** Whether the account can run PostgreSQL from there, with all of its libraries. */
export function canRun(binary: string, account: Account): boolean {
  return (
    spawnSync(binary, ["--version"], { ...account, cwd: "/", env: BARE_ENVIRONMENT, stdio: "ignore" })
      .status === 0
  );
}

/** Whether the account can go through the folder to what lies in it. */
export function canEnter(directory: string, account: Account): boolean {
  const test = spawnSync("/bin/sh", ["-c", 'test -x "$0/."', directory], {
    ...account,
    cwd: "/",
    stdio: "ignore",
  });
  return test.status === 0;
}

function createPostgresUser(): Account | undefined {
  // The group may be there without the user.
  spawnSync("groupadd", ["--system", "postgres"], { stdio: "ignore" });
  spawnSync(
    "useradd",
    ["--system", "--no-create-home", "-g", "postgres", "-s", "/usr/sbin/nologin", "postgres"],
    {
      stdio: "ignore",
    },
  );
  return lookUp("postgres");
}

function lookUp(user: string): Account | undefined {
  try {
    const [uid, gid] = ["-u", "-g"].map((flag) =>
      Number(execFileSync("id", [flag, user], { encoding: "utf8", stdio: ["ignore", "pipe", "ignore"] })),
    );
    return uid && gid !== undefined ? { uid, gid } : undefined;
  } catch {
    return undefined;
  }
}
