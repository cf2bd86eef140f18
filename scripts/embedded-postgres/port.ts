import { randomInt } from "node:crypto";
import { createServer } from "node:net";

// Below the range from which systems take the ports of outgoing connections.
const PORT_MIN = 15_000;
const PORT_MAX = 30_000;
const TRIES_MAX = 50;

/** The preferred port if it is free on 127.0.0.1, else another free one. */
export async function freePort(preferred: number): Promise<number> {
  if (preferred > 0 && (await isFree(preferred))) return preferred;
  for (let tries = 0; tries < TRIES_MAX; tries += 1) {
    const port = randomInt(PORT_MIN, PORT_MAX);
    if (await isFree(port)) return port;
  }
  throw new Error(`No free port for PostgreSQL between ${PORT_MIN} and ${PORT_MAX} on 127.0.0.1.`);
}

function isFree(port: number): Promise<boolean> {
  return new Promise((resolve) => {
    const probe = createServer();
    probe.once("error", () => resolve(false));
    probe.listen(port, "127.0.0.1", () => probe.close(() => resolve(true)));
  });
}
