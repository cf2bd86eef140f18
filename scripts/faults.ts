import { FAULTS_HELP, readFaultOptions } from "#tests/faults/options.ts";
import { buildIfChanged } from "./start/build.ts";
import { killChildren } from "./start/child.ts";
import { ROOT } from "./start/paths.ts";
import { plainMessage } from "./start/plain-message.ts";

const INTERRUPTED = 130;

async function main(): Promise<number> {
  const options = readFaultOptions(process.argv.slice(2));
  if (options === null) {
    console.log(FAULTS_HELP);
    return 0;
  }
  process.chdir(ROOT);
  // What the processes that are struck have to say is in their logs.
  process.env.LOG_LEVEL = "silent";
  for (const signal of ["SIGINT", "SIGTERM", "SIGHUP"]) {
    process.on(signal, () => {
      killChildren();
      process.exit(INTERRUPTED);
    });
  }
  await buildIfChanged({ onBuild: () => console.log("Building the web app (only after changes) …") });
  const { outliveConnections } = await import("#lib/db/index.ts");
  outliveConnections();
  const { runFaults } = await import("#tests/faults/run-faults.ts");
  return runFaults(options);
}

try {
  process.exit(await main());
} catch (error) {
  console.error(plainMessage(error));
  process.exit(1);
}
