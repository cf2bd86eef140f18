import { parseArgs } from "node:util";
import { runStages } from "./test/run-stages.ts";
import { selectStages } from "./test/select-stages.ts";
import { STAGE_NAMES } from "./test/stages.ts";

const HELP = `npm test [-- --only STAGE,STAGE]

Checks everything: installs what is missing, then runs ${STAGE_NAMES.join(", ")}.
All stages run, also after one has failed. The last line counts: N passed, N failed.

  --only   run these stages only; e2e and faults bring build with them
  --help   show this text

CHROMIUM_PATH names the browser for e2e; without it an installed one is used, or one is installed.`;

try {
  const { values } = parseArgs({
    options: { only: { type: "string" }, help: { type: "boolean", default: false } },
  });
  if (values.help) console.log(HELP);
  else process.exitCode = await runStages(selectStages(values.only));
} catch (error) {
  console.error(error instanceof Error ? error.message : error);
  process.exitCode = 2;
}
