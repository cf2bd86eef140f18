import { parseArgs } from "node:util";
import type { GateState } from "#lib/search-engine/v2/index.ts";
import { plainMessage } from "./start/plain-message.ts";
import { adoptRunningStart } from "./start/running-settings.ts";

const HELP = `npm run gates [-- --stop REASON | --resume | --open PROVIDER]

Shows the gate of each provider (open, paused, closed, what was spent today), the notices for
admins, and counters that a recount contradicted.

  --stop REASON     stop all paid calls; searches under way wait, and tell the reason
  --resume          end that stop
  --open PROVIDER   open a gate that was closed, such as after a payment
  --help            this text`;

async function main(): Promise<void> {
  const { values } = parseArgs({
    options: {
      stop: { type: "string" },
      resume: { type: "boolean", default: false },
      open: { type: "string" },
      help: { type: "boolean", short: "h", default: false },
    },
  });
  if (values.help) return console.log(HELP);
  if ([values.stop !== undefined, values.resume, values.open !== undefined].filter(Boolean).length > 1) {
    throw new Error("Give one of --stop, --resume and --open.");
  }
  if (!adoptRunningStart()) {
    throw new Error("No database: set DATABASE_URL, or run `npm start` in this folder first.");
  }
  const { database } = await import("#lib/db/index.ts");
  const { ALL_PROVIDERS, closeGate, openGate, readDrifts, readGates } = await import(
    "#lib/search-engine/v2/index.ts"
  );
  const { wakeWorkers } = await import("#lib/queue/index.ts");
  const { readNotices } = await import("#lib/services/index.ts");
  const sql = database();
  try {
    if (values.stop !== undefined)
      await closeGate(sql, ALL_PROVIDERS, values.stop || "All paid calls are stopped.");
    if (values.resume) await openGate(sql, ALL_PROVIDERS);
    const gates = await readGates(sql);
    const providers = gates.flatMap(({ provider }) => (provider === ALL_PROVIDERS ? [] : [provider]));
    if (values.open !== undefined) {
      if (!providers.includes(values.open)) {
        throw new Error(`--open must be one of: ${providers.join(", ")}.`);
      }
      await openGate(sql, values.open);
    }
    if (values.resume || values.open !== undefined) await wakeWorkers(sql, providers);
    for (const gate of await readGates(sql)) console.log(describe(gate, ALL_PROVIDERS));
    for (const { subject, kind, message, count, lastAt } of await readNotices(sql)) {
      console.log(`notice: ${subject} ${kind}, ${count} times, last ${lastAt.toISOString()}: ${message}`);
    }
    for (const { rule, subject, createdAt } of await readDrifts(sql)) {
      console.log(`drift: ${rule} of ${subject}, found ${createdAt.toISOString()}`);
    }
  } finally {
    await sql.end();
  }
}

function describe(gate: GateState, allProviders: string): string {
  const name = gate.provider === allProviders ? "all providers" : gate.provider;
  const state = gate.closedAt
    ? `closed since ${gate.closedAt.toISOString()}: ${gate.closedReason ?? "no reason given"}`
    : gate.blockedUntil
      ? `paused until ${gate.blockedUntil.toISOString()} at the provider's request`
      : "open";
  return `${name.padEnd(16)} ${state}${gate.provider === allProviders ? "" : `; ${gate.spendToday} credits today`}`;
}

try {
  await main();
} catch (error) {
  console.error(plainMessage(error));
  process.exitCode = 1;
}
