import { parseArgs } from "node:util";
import { BENCH_NAMES, BENCHES, isBenchName } from "#tests/bench/registry.ts";
import { runBenches } from "#tests/bench/run-benches.ts";
import { plainMessage } from "./start/plain-message.ts";

const HELP = `npm run bench [-- NAME… | --quick]

Measures Shoal against what is ideal, and against others, on this machine: embedded Postgres, web server, workers
and provider sandbox as processes of their own. Prints a table, writes .bench/NAME.json, and ends with 1 when a bar
is missed. Without names, all of them run, which takes about an hour; leave the machine alone meanwhile.

${BENCH_NAMES.map((name) => `  ${name.padEnd(12)} ${BENCHES[name].about}`).join("\n")}

  --quick      smaller loads, to try the benches themselves; no bar is judged, .bench/NAME-quick.json is written
  --help       this text`;

async function main(): Promise<number> {
  const { values, positionals } = parseArgs({
    allowPositionals: true,
    options: {
      quick: { type: "boolean", default: false },
      help: { type: "boolean", short: "h", default: false },
    },
  });
  if (values.help) {
    console.log(HELP);
    return 0;
  }
  const unknown = positionals.find((name) => !isBenchName(name));
  if (unknown !== undefined) throw new Error(`No bench "${unknown}". Known: ${BENCH_NAMES.join(", ")}.`);
  const names = positionals.length > 0 ? positionals.filter(isBenchName) : BENCH_NAMES;
  return runBenches(names, { isQuick: values.quick });
}

try {
  process.exit(await main());
} catch (error) {
  console.error(plainMessage(error));
  process.exit(2);
}
