import path from "node:path";
import { connect, type Sql } from "#lib/db/index.ts";
import type { Child } from "#scripts/start/child.ts";
import {
  freePort,
  startSandboxProcess,
  startWeb,
  startWorker,
  untilHealthy,
} from "#tests/support/app-processes.ts";
import type { BenchContext } from "./context.ts";
import { DistinctKeywords, SYNTHETIC_MAX } from "./keywords.ts";

export interface WorldOptions {
  /** Of the bench: its database and its logs carry it. */
  name: string;
  sandbox: { searchMs: number; profileMs: number; pageSize: number };
  /** Provider calls at once, over all processes. */
  parallelMax: number;
  workerCount?: number;
  hasWeb?: boolean;
  environment?: Record<string, string>;
}

const STOP_GRACE_MS = 8_000;
/** More than any of the searches asks of one keyword. */
const CREATORS_PER_KEYWORD_MAX = 600;

/** A whole Shoal of its own: database, provider, web server and workers, each in processes of their own. */
export class World {
  readonly sql: Sql;
  readonly databaseUrl: string;
  readonly keywords = new DistinctKeywords(CREATORS_PER_KEYWORD_MAX);
  /** Where the web server answers, while there is one. */
  readonly url: string;
  readonly sandboxUrl: string;
  readonly environment: NodeJS.ProcessEnv;
  web: Child | null = null;
  workers: Child[] = [];
  private readonly context: BenchContext;
  private readonly name: string;
  private readonly sandbox: Child;

  private constructor(parts: {
    context: BenchContext;
    name: string;
    databaseUrl: string;
    url: string;
    sandbox: Child;
    sandboxUrl: string;
    environment: NodeJS.ProcessEnv;
  }) {
    this.context = parts.context;
    this.name = parts.name;
    this.databaseUrl = parts.databaseUrl;
    this.url = parts.url;
    this.sandbox = parts.sandbox;
    this.sandboxUrl = parts.sandboxUrl;
    this.environment = parts.environment;
    this.sql = connect(parts.databaseUrl, { poolMax: 10, applicationName: "shoal-bench" });
  }

  static async start(context: BenchContext, options: WorldOptions): Promise<World> {
    const { name, workerCount = 1, hasWeb = true } = options;
    const databaseUrl = await context.cluster.createDatabase(databaseOf(name));
    const sandbox = startSandboxProcess(
      { env: process.env, logFile: path.join(context.logs, `${name}-sandbox.log`) },
      sandboxFlags(options.sandbox),
    );
    const [port, sandboxUrl] = await Promise.all([freePort(), sandbox.url]);
    const world = new World({
      context,
      name,
      databaseUrl,
      url: `http://localhost:${port}`,
      sandbox: sandbox.child,
      sandboxUrl,
      environment: environmentOf({ databaseUrl, port, sandboxUrl, options }),
    });
    try {
      if (hasWeb) await world.startWeb();
      for (let worker = 0; worker < workerCount; worker += 1) await world.startWorker();
      return world;
    } catch (error) {
      await world.stop();
      throw error;
    }
  }

  /** @param concurrency tasks at once; the worker's own default where it is not given */
  async startWorker(concurrency?: number): Promise<void> {
    const logFile = this.logOf(`worker-${this.workers.length + 1}`);
    const flags = concurrency === undefined ? [] : ["--concurrency", String(concurrency)];
    const worker = startWorker({ env: this.environment, logFile }, flags);
    this.workers.push(worker.child);
    await worker.ready;
  }

  async stopWorkers(): Promise<void> {
    await Promise.all(this.workers.map((worker) => worker.stop(STOP_GRACE_MS)));
    this.workers = [];
  }

  async startWeb(): Promise<void> {
    this.web = startWeb(Number(new URL(this.url).port), {
      env: this.environment,
      logFile: this.logOf("web"),
    });
    await untilHealthy(`${this.url}/api/health`);
  }

  async stopWeb(): Promise<void> {
    await this.web?.stop(STOP_GRACE_MS);
    this.web = null;
  }

  /**
   * Statistics of what is there by now. Statements that were planned for empty tables are planned anew, as
   * autovacuum brings about in a database that has run for minutes.
   */
  async analyze(): Promise<void> {
    await this.sql`analyze`;
  }

  async stop(): Promise<void> {
    await Promise.all([this.stopWorkers(), this.stopWeb()]);
    await this.sandbox.stop(STOP_GRACE_MS);
    await this.sql.end({ timeout: 5 });
    await this.context.cluster.dropDatabase(databaseOf(this.name));
  }

  private logOf(part: string): string {
    return path.join(this.context.logs, `${this.name}-${part}.log`);
  }
}

/** Runs work in a world of its own, which is gone afterwards. */
export async function inWorld<T>(
  context: BenchContext,
  options: WorldOptions,
  work: (world: World) => Promise<T>,
): Promise<T> {
  const world = await World.start(context, options);
  try {
    return await work(world);
  } finally {
    await world.stop();
  }
}

function databaseOf(name: string): string {
  return `bench_${name.replaceAll("-", "_")}`;
}

function sandboxFlags({ searchMs, profileMs, pageSize }: WorldOptions["sandbox"]): string[] {
  return [
    ...["--search-latency-ms", String(searchMs)],
    ...["--profile-latency-ms", String(profileMs)],
    ...["--page-size", String(pageSize)],
    ...["--synthetic", String(SYNTHETIC_MAX)],
  ];
}

function environmentOf(parts: {
  databaseUrl: string;
  port: number;
  sandboxUrl: string;
  options: WorldOptions;
}): NodeJS.ProcessEnv {
  return {
    ...process.env,
    NODE_ENV: "production",
    NEXT_TELEMETRY_DISABLED: "1",
    DATABASE_URL: parts.databaseUrl,
    APP_URL: `http://localhost:${parts.port}`,
    LOCAL_SIGN_IN: "on",
    SCRAPECREATORS_BASE_URL: parts.sandboxUrl,
    SCRAPECREATORS_API_KEY: "sandbox",
    SAMPLE_DATA_PROVIDERS: "scrapecreators",
    AVATAR_BASE_URL: parts.sandboxUrl,
    SCRAPECREATORS_PARALLEL_MAX: String(parts.options.parallelMax),
    // Only places limit the calls: of a rate the ideal schedule knows nothing.
    SCRAPECREATORS_CALLS_PER_SECOND_MAX: "10000",
    SPEND_CAP_PER_DAY: "100000000",
    ...parts.options.environment,
  };
}
