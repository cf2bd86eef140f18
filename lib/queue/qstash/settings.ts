import { env } from "#lib/env.ts";

export interface QstashSettings {
  baseUrl: string;
  token: string;
  currentSigningKey: string;
  nextSigningKey: string;
  cronSecret: string;
  /** Where messages are delivered: the app's stable address, without a slash at the end. */
  appUrl: string;
}

const LOOPBACK_HOSTS: ReadonlySet<string> = new Set(["localhost", "127.0.0.1", "[::1]"]);
const CRON_SECRET_LENGTH_MIN = 16;

let settings: QstashSettings | null = null;

/**
 * What the QStash transport needs.
 * @throws Error that names every setting that is missing or cannot be right.
 */
export function qstashSettings(): QstashSettings {
  settings ??= readSettings();
  return settings;
}

function readSettings(): QstashSettings {
  const queue = env("queue");
  const web = env("web");
  const required = {
    APP_URL: web.APP_URL,
    QSTASH_TOKEN: queue.QSTASH_TOKEN,
    QSTASH_CURRENT_SIGNING_KEY: queue.QSTASH_CURRENT_SIGNING_KEY,
    QSTASH_NEXT_SIGNING_KEY: queue.QSTASH_NEXT_SIGNING_KEY,
    CRON_SECRET: queue.CRON_SECRET,
  };
  const missing = Object.entries(required).flatMap(([key, value]) => (value === undefined ? [key] : []));
  if (missing.length > 0) throw new Error(`QUEUE=qstash needs ${missing.join(", ")}: not set.`);
  const problems = problemsOf(required.APP_URL ?? "", required.CRON_SECRET ?? "");
  if (problems.length > 0) throw new Error(`QUEUE=qstash: ${problems.join(" ")}`);
  return {
    baseUrl: queue.QSTASH_URL,
    token: required.QSTASH_TOKEN ?? "",
    currentSigningKey: required.QSTASH_CURRENT_SIGNING_KEY ?? "",
    nextSigningKey: required.QSTASH_NEXT_SIGNING_KEY ?? "",
    cronSecret: required.CRON_SECRET ?? "",
    appUrl: (required.APP_URL ?? "").replace(/\/+$/, ""),
  };
}

function problemsOf(appUrl: string, cronSecret: string): string[] {
  const { VERCEL_URL, VERCEL_BRANCH_URL } = env("web");
  const { protocol, hostname, host, pathname } = new URL(appUrl);
  return [
    ...(protocol === "https:" || LOOPBACK_HOSTS.has(hostname) ? [] : ["APP_URL must begin with https://."]),
    ...(pathname === "/" ? [] : ["APP_URL must not have a path."]),
    ...([VERCEL_URL, VERCEL_BRANCH_URL].includes(host)
      ? ["APP_URL must be the app's stable address: this one is of a single deployment."]
      : []),
    ...(cronSecret.length >= CRON_SECRET_LENGTH_MIN
      ? []
      : [`CRON_SECRET must have at least ${CRON_SECRET_LENGTH_MIN} characters.`]),
  ];
}
