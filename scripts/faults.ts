import { environmentKeys } from "#lib/env.ts";
import { onInterrupt } from "#tests/faults/interrupt.ts";
import { FAULTS_HELP, readFaultOptions } from "#tests/faults/options.ts";
import { buildIfChanged } from "./start/build.ts";
import { ROOT } from "./start/paths.ts";
import { plainMessage } from "./start/plain-message.ts";

async function main(): Promise<number> {
  const options = readFaultOptions(process.argv.slice(2));
  if (options === null) {
    console.log(FAULTS_HELP);
    return 0;
  }
  process.chdir(ROOT);
  // A campaign has its own settings, whatever .env says.
  for (const key of environmentKeys()) delete process.env[key];
  // What the processes that are struck have to say is in their logs.
  process.env.LOG_LEVEL = "silent";
  const ignoreSignals = onInterrupt(async () => {});
  await buildIfChanged({ onBuild: () => console.log("Building the web app (only after changes) …") });
  const { outliveConnections } = await import("#lib/db/index.ts");
  outliveConnections();
  const { runFaults } = await import("#tests/faults/run-faults.ts");
  ignoreSignals();
  return runFaults(options);
}

try {
  process.exit(await main());
} catch (error) {
  console.error(plainMessage(error));
  // A usage error, or a build that failed: no promise was looked at.
  process.exit(2);
}
