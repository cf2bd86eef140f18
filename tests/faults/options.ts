import { parseArgs } from "node:util";

export const TRANSPORTS = ["postgres", "qstash"] as const;
export type TransportName = (typeof TRANSPORTS)[number];

const SCALES = ["small", "full"] as const;
export type Scale = (typeof SCALES)[number];

export interface FaultOptions {
  seed: number;
  transports: readonly TransportName[];
  scale: Scale;
}

const SEED_MAX = 4_294_967_295;

export const FAULTS_HELP = `npm run faults [-- --seed N --transport postgres|qstash --scale small|full]

The fault campaign: searches run on real processes, on a Postgres of their own, while workers are killed,
stopped and cut off, messages fail, double and vanish, and the provider answers badly. Ends with 0 only if
every promise held; on failure, tells the first that did not and the history of its job.

  --seed N       chooses the searches and what strikes which (default: a new one, which is told)
  --transport T  postgres or qstash (default: both, one after the other, compared with one another)
  --scale S      small: at least 1,500 deliveries a transport, within minutes (default)
                 full: at least 10,000 deliveries a transport, and 3 immediate restarts of Postgres
  --help         this text`;

/**
 * Null if help is asked for.
 * @throws Error in one line that names the flag and what is allowed
 */
export function readFaultOptions(argv: readonly string[]): FaultOptions | null {
  const { values } = parseArgs({
    args: [...argv],
    options: {
      seed: { type: "string" },
      transport: { type: "string" },
      scale: { type: "string", default: "small" },
      help: { type: "boolean", short: "h", default: false },
    },
  });
  if (values.help) return null;
  const { transport } = values;
  return {
    seed: values.seed === undefined ? Math.floor(Math.random() * 1_000_000) : readSeed(values.seed),
    transports: transport === undefined ? TRANSPORTS : [oneOf("transport", TRANSPORTS, transport)],
    scale: oneOf("scale", SCALES, values.scale),
  };
}

function readSeed(text: string): number {
  if (/^\d{1,10}$/.test(text) && Number(text) <= SEED_MAX) return Number(text);
  throw new Error(`--seed must be a whole number from 0 to ${SEED_MAX}, not "${text}".`);
}

function oneOf<const T extends string>(flag: string, allowed: readonly T[], text: string): T {
  const found = allowed.find((value) => value === text);
  if (found === undefined) throw new Error(`--${flag} must be ${allowed.join(" or ")}, not "${text}".`);
  return found;
}
