import { existsSync } from "node:fs";
import path from "node:path";
import { seedDemo } from "#lib/auth/index.ts";
import { asWorker, connect } from "#lib/db/index.ts";
import { type Qstash, startQstash } from "#sandbox/qstash/server.ts";
import { type Sandbox, type SandboxOptions, startSandbox } from "#sandbox/server.ts";
import type { Child } from "#scripts/start/child.ts";
import { freePort, type Session, signIn, startWeb, startWorker, untilHealthy } from "./app-processes.ts";
import { createTestDatabase } from "./database.ts";
import { QSTASH_KEYS } from "./qstash-keys.ts";

export type { Session } from "./app-processes.ts";

const ROOT = path.resolve(".");
const LOGS = path.join(ROOT, "test-results", "logs");
const STOP_GRACE_MS = 8_000;

const QSTASH_STAND_IN = {
  token: QSTASH_KEYS.QSTASH_TOKEN,
  currentSigningKey: QSTASH_KEYS.QSTASH_CURRENT_SIGNING_KEY,
  nextSigningKey: QSTASH_KEYS.QSTASH_NEXT_SIGNING_KEY,
};

/** Of an account of its own, apart from the demo account. */
export const OTHER_USER = "other@example.com";

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
    const env: NodeJS.ProcessEnv = {
      ...process.env,
      NODE_ENV: "production",
      NEXT_TELEMETRY_DISABLED: "1",
      DATABASE_URL: database.url,
      APP_URL: url,
      LOCAL_SIGN_IN: "on",
      SCRAPECREATORS_BASE_URL: sandbox.url,
      SCRAPECREATORS_API_KEY: "sandbox",
      SAMPLE_DATA_PROVIDERS: "scrapecreators",
      AVATAR_BASE_URL: sandbox.url,
      ...(qstash ? { ...QSTASH_KEYS, QUEUE: "qstash", QSTASH_URL: qstash.url } : {}),
      ...options.environment,
    };
    children.push(startWeb(port, { env, logFile: path.join(LOGS, `web-${port}.log`) }));
    const worker = qstash ? null : startWorker({ env, logFile: path.join(LOGS, `worker-${port}.log`) });
    if (worker) children.push(worker.child);
    await Promise.all([worker?.ready, untilHealthy(`${url}/api/health`)]);
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
