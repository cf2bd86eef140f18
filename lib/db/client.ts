import postgres from "postgres";
import { env } from "#lib/env.ts";

/** A pool of connections, or one of them. Dates come as Date, bigint counts as number. */
export type Sql = postgres.Sql<{ bigint: number }>;
/** A transaction; statements sent without waiting for one another share a round trip. */
export type Transaction = postgres.ISql<{ bigint: number }>;

export interface ConnectOptions {
  poolMax?: number;
  /** Called with the text of each statement before it is sent. */
  onStatement?: (statement: string) => void;
  applicationName?: string;
}

/** Counts stay far below 2^53; a larger value is an error, not a rounded number. */
const bigintAsNumber = {
  to: 20,
  from: [20],
  serialize: (value: number) => String(value),
  parse: (value: string) => {
    const number = Number(value);
    if (!Number.isSafeInteger(number)) throw new RangeError(`bigint ${value} is beyond 2^53`);
    return number;
  },
};

/** A server that takes a connection and never speaks: meanwhile neither leases are extended nor tasks claimed by it. */
const CONNECT_SECONDS = 5;

/** Behind a transaction pooler, named prepared statements do not survive and connections are few. */
const POOLED_CONNECTIONS_MAX = 5;

/**
 * Connects lazily: no connection is made before the first statement. Columns of answers come in camel case,
 * as the schema's types name them.
 */
export function connect(url: string, options: ConnectOptions = {}): Sql {
  const { DIRECT_DATABASE_URL, DATABASE_POOL_MAX } = databaseSettings(url);
  const isPooled = DIRECT_DATABASE_URL !== undefined && DIRECT_DATABASE_URL !== url;
  const poolMax = options.poolMax ?? DATABASE_POOL_MAX;
  const onStatement = options.onStatement;
  return postgres(url, {
    max: isPooled ? Math.min(poolMax, POOLED_CONNECTIONS_MAX) : poolMax,
    prepare: !isPooled,
    idle_timeout: 60,
    connect_timeout: CONNECT_SECONDS,
    backoff: reconnectSeconds,
    onnotice: () => {},
    types: { bigint: bigintAsNumber },
    transform: { column: { from: postgres.toCamel } },
    connection: { application_name: options.applicationName ?? "shoal" },
    ...(onStatement ? { debug: (_connection: number, statement: string) => onStatement(statement) } : {}),
  });
}

/**
 * The pause before a lost connection is tried again. Tries of the whole pool count together, so that the
 * driver's own backoff is soon at 20 s, in which nothing moves although the database is back.
 */
function reconnectSeconds(triesCount: number): number {
  return (0.5 + Math.random() / 2) * Math.min(0.02 * 2 ** triesCount, 1);
}

/** A script or a test connects to an address of its own; then no pooler stands between. */
function databaseSettings(url: string): {
  DIRECT_DATABASE_URL?: string | undefined;
  DATABASE_POOL_MAX: number;
} {
  try {
    const settings = env("database");
    if (settings.DATABASE_URL === url) return settings;
    return { DATABASE_POOL_MAX: settings.DATABASE_POOL_MAX };
  } catch {
    return { DATABASE_POOL_MAX: 20 };
  }
}

/** Kept on globalThis, so that a development server's reloads do not open a pool each. */
const shared = globalThis as typeof globalThis & { shoalDatabase?: Sql };

/** This process's pool on DATABASE_URL. */
export function database(): Sql {
  shared.shoalDatabase ??= connect(env("database").DATABASE_URL);
  return shared.shoalDatabase;
}
