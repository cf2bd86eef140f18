import { createServer } from "node:net";
import path from "node:path";
import { setTimeout as delay } from "node:timers/promises";
import { type Child, startChild } from "#scripts/start/child.ts";
import { NEXT_SCRIPT, ROOT } from "#scripts/start/paths.ts";
import { readyUrl } from "#scripts/start/stand-in.ts";

const READY_MAX_MS = 60_000;
const POLL_MS = 50;

/** `fetch` on the app, as one user. Paths begin with a slash. */
export type Session = (path: string, init?: RequestInit) => Promise<Response>;

export interface ProcessOptions {
  env: NodeJS.ProcessEnv;
  logFile: string;
}

/** The built web app, or another one that Next has built; `untilHealthy` says when it answers. */
export function startWeb(port: number, options: ProcessOptions, folder = ROOT): Child {
  return startChild({
    args: [NEXT_SCRIPT, "start", folder, "-H", "localhost", "-p", String(port)],
    ...options,
  });
}

/** A worker process; `ready` fails when it ends before. */
export function startWorker(
  options: ProcessOptions,
  flags: string[] = [],
): { child: Child; ready: Promise<void> } {
  const { promise: ready, resolve, reject } = Promise.withResolvers<void>();
  const child = startChild({
    args: [path.join(ROOT, "scripts/worker.ts"), ...flags],
    ...options,
    onMessage: () => resolve(),
  });
  void child.ended.then((reason) =>
    reject(new Error(`The worker ended (${reason}): see ${options.logFile}.`)),
  );
  return { child, ready };
}

/** The stand-in for the provider; `url` fails when it ends before. */
export function startSandboxProcess(
  options: ProcessOptions,
  flags: string[],
): { child: Child; url: Promise<string> } {
  const { promise: url, resolve, reject } = Promise.withResolvers<string>();
  const child = startChild({
    args: [path.join(ROOT, "scripts/sandbox.ts"), ...flags],
    ...options,
    onMessage: (message) => {
      const address = readyUrl(message);
      if (address) resolve(address);
    },
  });
  void child.ended.then((reason) =>
    reject(new Error(`The sandbox ended (${reason}): see ${options.logFile}.`)),
  );
  return { child, url };
}

/** Waits until the address answers well. */
export async function untilHealthy(address: string): Promise<void> {
  const until = performance.now() + READY_MAX_MS;
  while (performance.now() < until) {
    const answer = await fetch(address).catch(() => null);
    await answer?.body?.cancel();
    if (answer?.ok) return;
    await delay(POLL_MS);
  }
  throw new Error(`${address} did not answer within ${READY_MAX_MS} ms.`);
}

/** Signs a user in. Answers the cookie. */
export async function signInCookie(url: string, email: string): Promise<string> {
  const answer = await fetch(`${url}/api/auth/local`, {
    method: "POST",
    headers: { "content-type": "application/json" },
    body: JSON.stringify({ email }),
  });
  if (!answer.ok) throw new Error(`Sign-in of ${email}: ${answer.status} ${await answer.text()}`);
  await answer.body?.cancel();
  return answer.headers
    .getSetCookie()
    .map((header) => header.split(";", 1)[0])
    .join("; ");
}

export async function signIn(url: string, email: string): Promise<Session> {
  const cookie = await signInCookie(url, email);
  return (target, init = {}) => {
    const headers = new Headers(init.headers);
    headers.set("cookie", cookie);
    return fetch(url + target, { redirect: "manual", ...init, headers });
  };
}

/** Free when asked; nothing else here takes ports at random. */
export function freePort(): Promise<number> {
  return new Promise((resolve, reject) => {
    const server = createServer();
    server.once("error", reject);
    server.listen(0, "localhost", () => {
      const address = server.address();
      if (typeof address !== "object" || address === null) return reject(new Error("No port."));
      server.close(() => resolve(address.port));
    });
  });
}
