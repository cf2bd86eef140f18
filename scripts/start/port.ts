import { createServer } from "node:net";
import { setTimeout as delay } from "node:timers/promises";

const LOOPBACK = ["127.0.0.1", "::1"];
const POLL_MS = 200;
const SUGGESTIONS_MAX = 20;

/**
 * @param patienceMs how long a port may stay taken, where an earlier start was cut off a moment ago
 * @throws Error that names the port and another one to use
 */
export async function requireFreePort(port: number, patienceMs: number): Promise<void> {
  const until = Date.now() + patienceMs;
  for (;;) {
    const problem = await tryPort(port);
    if (problem === undefined) return;
    if (problem === "EACCES") {
      throw new Error(
        `Port ${port} needs more rights than this user has. Choose one from 1024 on: PORT=3000 npm start`,
      );
    }
    if (Date.now() >= until) {
      throw new Error(
        `Port ${port} is taken by another program. Choose another: PORT=${await freeNear(port)} npm start`,
      );
    }
    await delay(POLL_MS);
  }
}

async function freeNear(port: number): Promise<number> {
  for (let other = port + 1; other <= Math.min(port + SUGGESTIONS_MAX, 65_535); other += 1) {
    if ((await tryPort(other)) === undefined) return other;
  }
  return 3000;
}

/** Undefined if it can be had on every loopback address that this machine has. */
async function tryPort(port: number): Promise<string | undefined> {
  for (const host of LOOPBACK) {
    const code = await listenOnce(port, host);
    if (code === "EADDRINUSE" || code === "EACCES") return code;
  }
  return undefined;
}

function listenOnce(port: number, host: string): Promise<string | undefined> {
  return new Promise((resolve) => {
    const probe = createServer();
    probe.once("error", (error) => resolve("code" in error ? String(error.code) : error.message));
    probe.listen({ port, host, exclusive: true }, () => probe.close(() => resolve(undefined)));
  });
}
