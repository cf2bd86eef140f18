import { z } from "zod";

/**
 * The one reader of process.env. Settings are grouped by capability and parsed on first use, so that a build
 * or a unit test needs none of them. `.env.example` lists the same keys; a test compares the two.
 */

const integer = (fallback: number, min: number, max: number) => {
  const message = `must be a whole number from ${min} to ${max}`;
  return z.coerce.number(message).int(message).min(min, message).max(max, message).default(fallback);
};
const oneOf = <const T extends readonly string[]>(allowed: T) =>
  z.enum(allowed, `must be ${allowed.slice(0, -1).join(", ")} or ${allowed.at(-1)}`);
const text = z.string("must be set").trim().min(1);
const optionalText = text.optional().catch(undefined);
const webAddress = z.url({
  protocol: /^https?$/,
  error: "must be an address that begins with http:// or https://",
});
const flag = oneOf(["on", "off"]);

const groups = {
  database: z.object({
    DATABASE_URL: text,
    /** Serves LISTEN and migrations where DATABASE_URL is a transaction pooler. */
    DIRECT_DATABASE_URL: optionalText,
    DATABASE_POOL_MAX: integer(20, 1, 500),
  }),
  web: z.object({
    /** Where users reach the app; shown in links and checked against Origin. */
    APP_URL: webAddress.optional(),
    LOG_LEVEL: oneOf(["trace", "debug", "info", "warn", "error", "silent"]).default("info"),
    /** Set by Vercel: addresses of one deployment, which APP_URL must not be. */
    VERCEL_URL: optionalText,
    VERCEL_BRANCH_URL: optionalText,
  }),
  auth: z.object({
    /** One-click demo users. On only where it is switched on by name: `npm start` does so on loopback. */
    LOCAL_SIGN_IN: flag.default("off"),
  }),
  engine: z.object({
    TASK_LEASE_MS: integer(30_000, 200, 600_000),
    TASK_HEARTBEAT_MS: integer(10_000, 50, 300_000),
    SWEEP_INTERVAL_MS: integer(5_000, 50, 300_000),
    POLL_INTERVAL_MS: integer(1_000, 10, 60_000),
    /** A transaction that waits so long for its process is ended: one that stands still must hold no locks. */
    TRANSACTION_IDLE_MAX_MS: integer(10_000, 50, 600_000),
    RETRY_BASE_MS: integer(1_000, 1, 600_000),
    RETRY_CAP_MS: integer(60_000, 1, 3_600_000),
    JOB_DEADLINE_MS: integer(30 * 60_000, 500, 24 * 3_600_000),
    /** A gap between sweeps longer than this (a closed laptop) is added to the deadlines of open jobs. */
    SWEEP_GAP_MS: integer(120_000, 500, 3_600_000),
    /** How often all counters and balances are recounted. */
    RECOUNT_INTERVAL_MS: integer(60 * 60_000, 100, 24 * 3_600_000),
    SHUTDOWN_GRACE_MS: integer(5_000, 0, 600_000),
    /** A creator enriched within this many days is served from the cache. */
    ENRICHMENT_FRESH_DAYS: integer(30, 0, 365),
    WORKER_CONCURRENCY: integer(32, 1, 500),
  }),
  queue: z.object({
    /** How tasks are woken; `lib/queue` says which of the keys below it then needs. */
    QUEUE: oneOf(["postgres", "qstash"]).default("postgres"),
    QSTASH_URL: webAddress.default("https://qstash.upstash.io"),
    QSTASH_TOKEN: optionalText,
    QSTASH_CURRENT_SIGNING_KEY: optionalText,
    QSTASH_NEXT_SIGNING_KEY: optionalText,
    /** A message that has not arrived by then is taken for lost, and its task is woken again. */
    QSTASH_WAKE_TIMEOUT_MS: integer(60_000, 100, 3_600_000),
    /** Whoever calls the sweeper's route sends it as a bearer token. */
    CRON_SECRET: optionalText,
  }),
  providers: z.object({
    SCRAPECREATORS_API_KEY: optionalText,
    SCRAPECREATORS_BASE_URL: webAddress.default("https://api.scrapecreators.com"),
    SCRAPECREATORS_PARALLEL_MAX: integer(20, 1, 1_000),
    SCRAPECREATORS_CALLS_PER_SECOND_MAX: integer(100, 1, 10_000),
    /** The longest that one call may take; a platform's own limit may be shorter. */
    SCRAPECREATORS_TIMEOUT_MS: integer(300_000, 100, 300_000),
    /** Provider credits; a call costs one unless the provider says otherwise. */
    SPEND_CAP_PER_JOB: integer(20_000, 1, 10_000_000),
    SPEND_CAP_PER_DAY: integer(200_000, 1, 100_000_000),
    /** Comma-separated providers that answer from recorded sample data; the dashboard says so. */
    SAMPLE_DATA_PROVIDERS: z.string().default(""),
    /** Where creators' pictures are fetched in place of the platforms' own hosts. */
    AVATAR_BASE_URL: webAddress.optional(),
  }),
  model: z.object({
    /** Without it, keywords are expanded by rules. */
    OPENAI_API_KEY: optionalText,
    OPENAI_BASE_URL: webAddress.default("https://api.openai.com/v1"),
    OPENAI_MODEL: text.default("gpt-5.4-mini"),
    /** Gate and answer together; after it, rules answer. */
    EXPANSION_TIMEOUT_MS: integer(8_000, 100, 60_000),
  }),
} as const;

type Groups = typeof groups;
type Group = keyof Groups;
type Settings<G extends Group> = z.output<Groups[G]>;

const parsed = new Map<Group, unknown>();

/**
 * The settings of one capability.
 * @throws Error that names the key and what it must be, never its value.
 */
export function env<G extends Group>(group: G): Settings<G> {
  const known = parsed.get(group);
  // The map holds under each key only what that key's schema returned.
  if (known !== undefined) return known as Settings<G>;
  const result = groups[group].safeParse(withoutBlanks(process.env));
  if (!result.success) {
    const issues = result.error.issues.map((issue) => `${issue.path.join(".")}: ${issue.message}`);
    throw new Error(`Bad settings. ${issues.join("; ")}`);
  }
  parsed.set(group, result.data);
  return result.data as Settings<G>;
}

/** Every key that Shoal reads, for the check against `.env.example`. */
export function environmentKeys(): string[] {
  return Object.values(groups).flatMap((group) => Object.keys(group.shape));
}

/** A setting that cannot be used; `mustBe` says what is allowed, never what is there. */
export interface WrongSetting {
  key: string;
  /** False for a required one that is not set. */
  isGiven: boolean;
  mustBe: string;
}

/** The settings of one capability, whether or not all of them can be used. */
export interface SettingsReport<G extends Group = Group> {
  /** Those that are set, to whatever. */
  given: ReadonlySet<string>;
  /** Those that are good by themselves, and defaults. */
  values: Partial<Settings<G>>;
  wrong: WrongSetting[];
}

export type SettingsReports = { [G in Group]: SettingsReport<G> };

/** Looks at every capability's settings anew, and refuses none. */
export function inspectSettings(source: NodeJS.Dict<string> = process.env): SettingsReports {
  const given = withoutBlanks(source);
  const reports = Object.entries(groups).map(([name, group]) => [name, inspect(group, given)]);
  // One report a group, of that group's keys.
  return Object.fromEntries(reports) as SettingsReports;
}

function inspect(group: Groups[Group], given: Record<string, string>) {
  const shape: Record<string, z.ZodType> = group.shape;
  const good = Object.entries(shape).flatMap(([key, setting]) => {
    const { data } = setting.safeParse(given[key]);
    return data === undefined ? [] : [[key, data]];
  });
  const issues = group.safeParse(given).error?.issues ?? [];
  return {
    given: new Set(Object.keys(shape).filter((key) => key in given)),
    values: Object.fromEntries(good),
    wrong: issues.map(({ path, message: mustBe }) => {
      const key = path.join(".");
      return { key, isGiven: key in given, mustBe };
    }),
  };
}

/** An empty line in an .env file means "not set". */
function withoutBlanks(source: NodeJS.Dict<string>): Record<string, string> {
  return Object.fromEntries(
    Object.entries(source).filter((entry): entry is [string, string] => Boolean(entry[1]?.trim())),
  );
}
