import { watchForInterrupt } from "./search/interrupt.ts";
import { HELP, readOptions } from "./search/options.ts";
import { runEstimate } from "./search/run-estimate.ts";
import { runSearch } from "./search/run-search.ts";
import { UsageError } from "./search/usage-error.ts";

// A reader that has seen enough, such as `head`, ends the command and is no error.
process.stdout.on("error", () => process.exit(0));

try {
  const options = await readOptions(process.argv.slice(2));
  if (options === null) process.stdout.write(`${HELP}\n`);
  else if (options.isEstimate) process.exitCode = await runEstimate(options);
  else process.exitCode = await runSearch(options, watchForInterrupt());
} catch (error) {
  process.stderr.write(`${error instanceof Error ? error.message : String(error)}\n`);
  process.exitCode = error instanceof UsageError ? 2 : 1;
}
