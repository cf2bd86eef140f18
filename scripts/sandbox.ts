import { sandboxOptionsSchema } from "#sandbox/options.ts";
import { startSandbox } from "#sandbox/server.ts";
import { readFlags } from "./sandbox/read-flags.ts";
import { runStandIn } from "./sandbox/run-stand-in.ts";

const HELP = `Starts the provider sandbox on loopback: recorded sample data, no real people.

Usage: npm run sandbox -- [options]

  --port N                0 takes a free port (default 0)
  --seed N                decides order, jitter and faults (default 1)
  --search-latency-ms N   time of a search (default 1000)
  --profile-latency-ms N  time of a profile (default 300)
  --page-size N           items of a search page (default 30; at most 10 for Instagram, 20 for YouTube)
  --latency-jitter F      0.2 varies latencies by up to 20 % either way (default 0)
  --synthetic N           made-up creators that match every keyword (default 0)
  --help                  this text
`;

const FLAGS = {
  port: "port",
  seed: "seed",
  "search-latency-ms": "searchLatencyMs",
  "profile-latency-ms": "profileLatencyMs",
  "page-size": "pageSize",
  "latency-jitter": "latencyJitter",
  synthetic: "synthetic",
};

await runStandIn({
  help: HELP,
  readOptions: () => readFlags(process.argv.slice(2), { numbers: FLAGS }, sandboxOptionsSchema),
  start: startSandbox,
  welcome: (url) => `Provider sandbox on ${url} (recorded sample data, no real people)`,
});
