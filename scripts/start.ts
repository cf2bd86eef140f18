import { readStartOptions, START_HELP } from "./start/options.ts";
import { plainMessage } from "./start/plain-message.ts";
import { runStart } from "./start/run-start.ts";

try {
  const options = readStartOptions(process.argv.slice(2), process.env);
  if (options.help) console.log(START_HELP);
  else process.exit(await runStart(options));
} catch (error) {
  console.error(plainMessage(error));
  process.exit(1);
}
