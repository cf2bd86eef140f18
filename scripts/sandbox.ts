import { parseArgs } from "node:util";
import { type SandboxSettings, sandboxOptionsSchema } from "#sandbox/options.ts";
import { startSandbox } from "#sandbox/server.ts";

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
} as const;

/** @throws Error in one line that names the option. */
function readOptions(argv: string[]): SandboxSettings | null {
  const text = { type: "string" } as const;
  const { values } = parseArgs({
    args: argv,
    options: {
      help: { type: "boolean" },
      port: text,
      seed: text,
      "search-latency-ms": text,
      "profile-latency-ms": text,
      "page-size": text,
      "latency-jitter": text,
      synthetic: text,
    },
  });
  if (values.help) return null;
  const given = Object.entries(FLAGS).flatMap(([flag, name]) => {
    const value = values[flag as keyof typeof FLAGS];
    // Number("") is 0, which nobody means.
    return value === undefined ? [] : [[name, value.trim() === "" ? Number.NaN : Number(value)]];
  });
  const result = sandboxOptionsSchema.safeParse(Object.fromEntries(given));
  if (result.success) return result.data;
  const [issue] = result.error.issues;
  const flag = Object.entries(FLAGS).find(([, name]) => name === issue?.path[0])?.[0];
  throw new Error(`--${flag ?? "?"}: ${issue?.message ?? "bad value"}`);
}

async function run(options: SandboxSettings): Promise<void> {
  const sandbox = await startSandbox(options);
  const stop = () => {
    sandbox.close().finally(() => process.exit(0));
  };
  for (const signal of ["SIGINT", "SIGTERM"] as const) process.once(signal, stop);
  process.once("disconnect", stop);
  process.send?.({ type: "ready", url: sandbox.url });
  console.log(`Provider sandbox on ${sandbox.url} (recorded sample data, no real people)`);
}

function fail(error: unknown, exitCode: number): never {
  console.error((error instanceof Error ? error.message : String(error)).split("\n")[0]);
  process.exit(exitCode);
}

let options: SandboxSettings | null;
try {
  options = readOptions(process.argv.slice(2));
} catch (error) {
  fail(error, 2);
}
if (options) await run(options).catch((error: unknown) => fail(error, 1));
else process.stdout.write(HELP);
