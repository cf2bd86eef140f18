import { qstashOptionsSchema } from "#sandbox/qstash/options.ts";
import { startQstash } from "#sandbox/qstash/server.ts";
import { readFlags } from "./sandbox/read-flags.ts";
import { runStandIn } from "./sandbox/run-stand-in.ts";

const HELP = `Starts the stand-in for QStash on loopback. It keeps QStash's protocol and delivers to loopback only.

Usage: node scripts/run.mjs queue-sandbox [options]

  --port N                  0 takes a free port (default 0)
  --seed N                  decides which messages are struck (default 1)
  --token TEXT              what publishers must send (default QSTASH_TOKEN)
  --current-signing-key TEXT, --next-signing-key TEXT
                            (default QSTASH_CURRENT_SIGNING_KEY, QSTASH_NEXT_SIGNING_KEY)
  --daily-limit N           messages a day (default none)
  --parallelism N           deliveries under way at once (default 100)
  --time-scale F            0.01 makes all waits a hundredth (default 1)
  --duplicate-rate F        share of messages that are delivered twice (default 0)
  --late-duplicate-share F  share of those that come after the first has succeeded (default a third)
  --late-by-ms N            how long after, before scaling (default 60000)
  --drop-rate F             share of messages that are accepted and never delivered (default 0)
  --publish-fail-rate F     share of messages that are refused (default 0)
  --help                    this text

Where neither a flag nor the environment says otherwise, token and keys are sandbox-token, sig_sandbox_current and
sig_sandbox_next.
`;

const NUMBERS = {
  port: "port",
  seed: "seed",
  "daily-limit": "dailyLimit",
  parallelism: "parallelism",
  "time-scale": "timeScale",
  "duplicate-rate": "duplicateRate",
  "late-duplicate-share": "lateDuplicateShare",
  "late-by-ms": "lateByMs",
  "drop-rate": "dropRate",
  "publish-fail-rate": "publishFailRate",
};

const TEXTS = {
  token: "token",
  "current-signing-key": "currentSigningKey",
  "next-signing-key": "nextSigningKey",
};

const ENVIRONMENT = {
  QSTASH_TOKEN: "token",
  QSTASH_CURRENT_SIGNING_KEY: "currentSigningKey",
  QSTASH_NEXT_SIGNING_KEY: "nextSigningKey",
};

/** Secrets come in the environment, since a command line can be read by every user of the machine. */
function fromEnvironment(): Record<string, string> {
  return Object.fromEntries(
    Object.entries(ENVIRONMENT).flatMap(([key, name]) => {
      const value = process.env[key]?.trim();
      return value ? [[name, value]] : [];
    }),
  );
}

await runStandIn({
  help: HELP,
  readOptions: () =>
    readFlags(
      process.argv.slice(2),
      { numbers: NUMBERS, texts: TEXTS },
      qstashOptionsSchema,
      fromEnvironment(),
    ),
  start: startQstash,
  welcome: (url) => `QStash stand-in on ${url}`,
});
