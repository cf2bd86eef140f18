import { parseArgs } from "node:util";
import { runStages } from "./test/run-stages.ts";
import type { Stage } from "./test/stages.ts";

/** What needs neither a database nor a build nor a browser. */
const QUICK: readonly Stage[] = ["lint", "types", "dead-code", "checks", "unit"];

const HELP = `npm run verify

The quick part of npm test, in under a minute: ${QUICK.join(", ")}.

  --help   show this text`;

try {
  const { values } = parseArgs({ options: { help: { type: "boolean", default: false } } });
  if (values.help) console.log(HELP);
  else process.exitCode = await runStages(QUICK);
} catch (error) {
  console.error(error instanceof Error ? error.message : error);
  process.exitCode = 2;
}
