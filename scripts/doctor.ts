import { HELP, readOptions } from "./doctor/options.ts";
import { runDoctor } from "./doctor/run-doctor.ts";
import { UsageError } from "./search/usage-error.ts";
import { plainMessage } from "./start/plain-message.ts";

try {
  const options = readOptions(process.argv.slice(2));
  if (options === null) console.log(HELP);
  else process.exitCode = await runDoctor(options);
} catch (error) {
  console.error(plainMessage(error));
  process.exitCode = error instanceof UsageError ? 2 : 1;
}
