import { type ChildProcess, spawn } from "node:child_process";
import { once } from "node:events";
import { cp, mkdtemp, readdir, readFile, readlink, rm, symlink } from "node:fs/promises";
import { createServer } from "node:net";
import { tmpdir } from "node:os";
import path from "node:path";
import { setTimeout as sleep } from "node:timers/promises";
import { afterAll, beforeAll, describe, expect, it } from "vitest";

const ROOT = path.resolve(".");
const NOT_COPIED = new Set(["node_modules", ".data", ".git", "test-results", "tests"]);
const UP_WITHIN_MS = 60_000;
const DOWN_WITHIN_MS = 20_000;

let folder: string;
let port: number;

beforeAll(async () => {
  folder = await mkdtemp(path.join(tmpdir(), "shoal-start-"));
  for (const name of await readdir(ROOT)) {
    if (!NOT_COPIED.has(name)) await cp(path.join(ROOT, name), path.join(folder, name), { recursive: true });
  }
  await symlink(path.join(ROOT, "node_modules"), path.join(folder, "node_modules"));
  port = await freePort();
});
afterAll(async () => {
  // As root, the database's files lie where its own user may go, and a link leads there.
  const data = path.join(folder, ".data", "postgres");
  const elsewhere = await readlink(data).catch(() => null);
  if (elsewhere) {
    const own = path.dirname(path.resolve(path.dirname(data), elsewhere));
    await rm(own, { recursive: true, force: true });
  }
  await rm(folder, { recursive: true, force: true });
});

/** `npm start` as npm runs it, with what it prints. */
function start(onPort = port): { child: ChildProcess; output: () => string } {
  const environment = { ...process.env, PORT: String(onPort) };
  for (const key of ["DATABASE_URL", "APP_URL", "SCRAPECREATORS_API_KEY", "SCRAPECREATORS_BASE_URL"]) {
    Reflect.deleteProperty(environment, key);
  }
  const child = spawn(process.execPath, ["scripts/run.mjs", "start"], { cwd: folder, env: environment });
  let text = "";
  child.stdout.on("data", (chunk) => {
    text += chunk;
  });
  child.stderr.on("data", (chunk) => {
    text += chunk;
  });
  return { child, output: () => text };
}

async function untilUp(started: ReturnType<typeof start>): Promise<void> {
  const until = Date.now() + UP_WITHIN_MS;
  while (!started.output().includes(`Shoal runs at http://localhost:${port}`)) {
    if (started.child.exitCode !== null || Date.now() > until) throw new Error(started.output());
    await sleep(100);
  }
}

async function exitCode(child: ChildProcess): Promise<number | null> {
  if (child.exitCode === null && child.signalCode === null) await once(child, "exit");
  return child.exitCode;
}

/** Processes that work in the folder, whoever their parent is. */
async function processesLeft(): Promise<string[]> {
  const left: string[] = [];
  for (const pid of (await readdir("/proc")).filter((name) => /^\d+$/.test(name))) {
    const [cwd, command] = await Promise.all([
      readlink(`/proc/${pid}/cwd`).catch(() => ""),
      readFile(`/proc/${pid}/cmdline`, "utf8").catch(() => ""),
    ]);
    if (cwd.startsWith(folder) || command.includes(folder)) left.push(`${pid} ${command}`);
  }
  return left;
}

async function processOf(name: string): Promise<number> {
  const found = (await processesLeft()).find((line) => line.includes(name));
  if (!found) throw new Error(`no ${name} runs`);
  return Number.parseInt(found, 10);
}

/** The status of the first answer. */
async function untilAnswer(route: string): Promise<number> {
  const until = Date.now() + UP_WITHIN_MS;
  for (;;) {
    const answer = await fetch(`http://localhost:${port}${route}`).catch(() => null);
    if (answer) return answer.status;
    if (Date.now() > until) throw new Error(`${route} does not answer`);
    await sleep(100);
  }
}

async function untilNothingIsLeft(): Promise<string[]> {
  const until = Date.now() + DOWN_WITHIN_MS;
  while (Date.now() < until && (await processesLeft()).length > 0) await sleep(100);
  return processesLeft();
}

async function freePort(): Promise<number> {
  const server = createServer().listen(0, "127.0.0.1");
  await once(server, "listening");
  const address = server.address();
  server.close();
  if (typeof address !== "object" || address === null) throw new Error("no port");
  return address.port;
}

async function signIn(): Promise<string> {
  const response = await fetch(`http://localhost:${port}/api/auth/local`, {
    method: "POST",
    headers: { "content-type": "application/json" },
    body: JSON.stringify({ email: "marketer@example.com" }),
  });
  expect(response.status).toBe(200);
  return response.headers.get("set-cookie")?.split(";")[0] ?? "";
}

describe("npm start", () => {
  it("runs once a folder, stops without a trace, and has its data when it comes again", async () => {
    const first = start();
    await untilUp(first);
    const cookie = await signIn();

    const second = start();
    expect(await exitCode(second.child)).toBe(1);
    expect(second.output()).toContain(`Shoal already runs at http://localhost:${port}`);

    for (const script of ["scripts/sandbox.ts", "next-server"]) {
      process.kill(await processOf(script), "SIGKILL");
      await sleep(500);
    }
    expect(await untilAnswer("/api/health")).toBe(200);
    expect(first.output()).toContain("The sandbox ended (signal SIGKILL) and is started again.");
    expect(first.output()).toContain("The web server ended (signal SIGKILL) and is started again.");

    first.child.kill("SIGTERM");
    await exitCode(first.child);
    expect(await untilNothingIsLeft()).toEqual([]);

    const again = start();
    await untilUp(again);
    const me = await fetch(`http://localhost:${port}/api/auth/me`, { headers: { cookie } });
    expect(me.status).toBe(200);

    again.child.kill("SIGKILL");
    expect(await untilNothingIsLeft()).toEqual([]);
  });

  it("says in one line which port is taken and how to choose another", async () => {
    const squatter = createServer().listen(0, "127.0.0.1");
    await once(squatter, "listening");
    const address = squatter.address();
    if (typeof address !== "object" || address === null) throw new Error("no port");
    const refused = start(address.port);
    expect(await exitCode(refused.child)).toBe(1);
    squatter.close();
    expect(refused.output().trim()).toMatch(
      new RegExp(`^Port ${address.port} is taken by another program\\. .*PORT=\\d+ npm start$`),
    );
  });
});
