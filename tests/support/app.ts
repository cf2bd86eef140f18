import { existsSync } from "node:fs";
import { createServer } from "node:net";
import path from "node:path";
import { setTimeout as delay } from "node:timers/promises";
import { seedDemo } from "#lib/auth/index.ts";
import { asWorker, connect } from "#lib/db/index.ts";
import { type Qstash, startQstash } from "#sandbox/qstash/server.ts";
import { type Sandbox, type SandboxOptions, startSandbox } from "#sandbox/server.ts";
import { type Child, startChild } from "#scripts/start/child.ts";
import { createTestDatabase } from "./database.ts";
import { QSTASH_KEYS } from "./qstash-keys.ts";

const ROOT = path.resolve(".");
const LOGS = path.join(ROOT, "test-results", "logs");
const READY_MAX_MS = 60_000;
const POLL_MS = 50;
const STOP_GRACE_MS = 8_000;

const QSTASH_STAND_IN = {
  token: QSTASH_KEYS.QSTASH_TOKEN,
  currentSigningKey: QSTASH_KEYS.QSTASH_CURRENT_SIGNING_KEY,
  nextSigningKey: QSTASH_KEYS.QSTASH_NEXT_SIGNING_KEY,
};

/** Of an account of its own, apart from the demo account. */
export const OTHER_USER = "other@example.com";

/** `fetch` on the app, as one user. Paths begin with a slash. */
export type Session = (path: string, init?: RequestInit) => Promise<Response>;

export interface TestApp {
  url: string;
  databaseUrl: string;
  sandbox: Sandbox;
  /** Null where Postgres wakes tasks. */
  qstash: Qstash | null;
  signIn(email: string): Promise<Session>;
  stop(): Promise<void>;
}

export interface AppOptions {
  /** `qstash`: a stand-in for it calls the app, and there is no worker. */
  queue?: "postgres" | "qstash";
  sandbox?: SandboxOptions;
  environment?: Record<string, string>;
}

/** The built app and its worker as processes, on a database and a provider of their own. */
export async function startApp(options: AppOptions = {}): Promise<TestApp> {
  if (!existsSync(path.join(ROOT, ".next", "BUILD_ID"))) {
    throw new Error("The app is not built: npm test -- --only build");
  }
  const database = await createTestDatabase();
  const sandbox = await startSandbox(options.sandbox);
  const qstash = options.queue === "qstash" ? await startQstash(QSTASH_STAND_IN) : null;
  const children: Child[] = [];
  const stop = async () => {
    await Promise.all(children.map((child) => child.stop(STOP_GRACE_MS)));
    await qstash?.close();
    await sandbox.close();
    await database.drop();
  };
  try {
    await seed(database.url);
    const port = await freePort();
    const url = `http://localhost:${port}`;
    const environment: NodeJS.ProcessEnv = {
      ...process.env,
      NODE_ENV: "production",
      NEXT_TELEMETRY_DISABLED: "1",
      DATABASE_URL: database.url,
      APP_URL: url,
      LOCAL_SIGN_IN: "on",
      SCRAPECREATORS_BASE_URL: sandbox.url,
      SCRAPECREATORS_API_KEY: "sandbox",
      SAMPLE_DATA_PROVIDERS: "scrapecreators",
      ...(qstash ? { ...QSTASH_KEYS, QUEUE: "qstash", QSTASH_URL: qstash.url } : {}),
      ...options.environment,
    };
    children.push(startWeb(environment, port));
    const worker = qstash ? null : startWorker(environment, port);
    if (worker) children.push(worker.child);
    await Promise.all([worker?.ready, untilHealthy(url)]);
    return { url, databaseUrl: database.url, sandbox, qstash, signIn: (email) => signIn(url, email), stop };
  } catch (error) {
    await stop();
    throw error;
  }
}

async function seed(databaseUrl: string): Promise<void> {
  await seedDemo(databaseUrl);
  const sql = connect(databaseUrl, { poolMax: 1 });
  try {
    await asWorker(
      sql,
      (tx) => tx`
        with account as (insert into accounts (name, plan) values ('Other workspace', 'growth') returning id),
          person as (insert into users (email, name) values (${OTHER_USER}, 'Otto Other') returning id)
        insert into memberships (account_id, user_id) select account.id, person.id from account, person`,
    );
  } finally {
    await sql.end();
  }
}

function startWeb(env: NodeJS.ProcessEnv, port: number): Child {
  return startChild({
    args: [path.join(ROOT, "scripts/start/next.ts"), "start", "-H", "localhost", "-p", String(port)],
    env,
    logFile: path.join(LOGS, `web-${port}.log`),
  });
}

function startWorker(env: NodeJS.ProcessEnv, port: number): { child: Child; ready: Promise<void> } {
  const { promise: ready, resolve, reject } = Promise.withResolvers<void>();
  const child = startChild({
    args: [path.join(ROOT, "scripts/worker.ts")],
    env,
    logFile: path.join(LOGS, `worker-${port}.log`),
    onMessage: () => resolve(),
  });
  void child.ended.then((reason) => reject(new Error(`The worker ended (${reason}): see ${LOGS}.`)));
  return { child, ready };
}

async function untilHealthy(url: string): Promise<void> {
  const until = performance.now() + READY_MAX_MS;
  while (performance.now() < until) {
    const answer = await fetch(`${url}/api/health`).catch(() => null);
    if (answer?.ok) return;
    await delay(POLL_MS);
  }
  throw new Error(`The app did not get ready within ${READY_MAX_MS} ms: see ${LOGS}.`);
}

async function signIn(url: string, email: string): Promise<Session> {
  const answer = await fetch(`${url}/api/auth/local`, {
    method: "POST",
    headers: { "content-type": "application/json" },
    body: JSON.stringify({ email }),
  });
  if (!answer.ok) throw new Error(`Sign-in of ${email}: ${answer.status} ${await answer.text()}`);
  const cookie = answer.headers
    .getSetCookie()
    .map((header) => header.split(";", 1)[0])
    .join("; ");
  return (target, init = {}) => {
    const headers = new Headers(init.headers);
    headers.set("cookie", cookie);
    return fetch(url + target, { redirect: "manual", ...init, headers });
  };
}

/** Free when asked; nothing else here takes ports at random. */
function freePort(): Promise<number> {
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
