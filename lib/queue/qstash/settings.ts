import { env } from "#lib/env.ts";
import { isLoopbackHost } from "#lib/http/loopback.ts";

export interface QstashSettings {
  baseUrl: string;
  token: string;
  currentSigningKey: string;
  nextSigningKey: string;
  /** Where messages are delivered: the app's stable address, without a slash at the end. */
  appUrl: string;
}

/** What is set, as far as QStash needs it. */
export interface GivenSettings {
  APP_URL?: string | undefined;
  VERCEL_URL?: string | undefined;
  VERCEL_BRANCH_URL?: string | undefined;
  QSTASH_URL?: string | undefined;
  QSTASH_TOKEN?: string | undefined;
  QSTASH_CURRENT_SIGNING_KEY?: string | undefined;
  QSTASH_NEXT_SIGNING_KEY?: string | undefined;
  CRON_SECRET?: string | undefined;
}

const REQUIRED = [
  "APP_URL",
  "QSTASH_TOKEN",
  "QSTASH_CURRENT_SIGNING_KEY",
  "QSTASH_NEXT_SIGNING_KEY",
  "CRON_SECRET",
] as const;
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
  const given = { ...env("web"), ...env("queue") };
  const faults = qstashFaults(given);
  if (faults.length > 0) throw new Error(`QUEUE=qstash cannot work. ${faults.join(" ")}`);
  const { APP_URL = "", QSTASH_TOKEN = "" } = given;
  const { QSTASH_CURRENT_SIGNING_KEY = "", QSTASH_NEXT_SIGNING_KEY = "" } = given;
  return {
    baseUrl: given.QSTASH_URL,
    token: QSTASH_TOKEN,
    currentSigningKey: QSTASH_CURRENT_SIGNING_KEY,
    nextSigningKey: QSTASH_NEXT_SIGNING_KEY,
    appUrl: APP_URL.replace(/\/+$/, ""),
  };
}

/** Why QStash could not call this app, a sentence each; empty where it could. */
export function qstashFaults(given: GivenSettings): string[] {
  const missing = REQUIRED.filter((key) => given[key] === undefined);
  return [
    ...(missing.length > 0 ? [`Not set: ${missing.join(", ")}.`] : []),
    ...(given.APP_URL === undefined ? [] : addressFaults(new URL(given.APP_URL), given)),
    ...(given.CRON_SECRET !== undefined && given.CRON_SECRET.length < CRON_SECRET_LENGTH_MIN
      ? [`CRON_SECRET must have at least ${CRON_SECRET_LENGTH_MIN} characters.`]
      : []),
  ];
}

function addressFaults({ protocol, hostname, host, pathname }: URL, given: GivenSettings): string[] {
  return [
    ...(protocol === "https:" || isLoopbackHost(hostname) ? [] : ["APP_URL must begin with https://."]),
    ...(isLoopbackHost(hostname) && !isHere(given.QSTASH_URL)
      ? ["APP_URL must be an address at which QStash reaches this app, not one of this machine."]
      : []),
    ...(pathname === "/" ? [] : ["APP_URL must have no path."]),
    ...([given.VERCEL_URL, given.VERCEL_BRANCH_URL].includes(host)
      ? ["APP_URL must be the app's stable address; this one is of a single deployment."]
      : []),
  ];
}

/** The stand-in for QStash runs on this machine. */
function isHere(address: string | undefined): boolean {
  return isLoopbackHost(URL.parse(address ?? "")?.hostname ?? "");
}
