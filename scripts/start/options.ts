import { parseArgs } from "node:util";

export const START_HELP = `npm start [-- --port PORT] [--queue postgres|qstash]

Starts Shoal on this machine: database, sample-data sandbox for every provider without a key, web app, worker.
Ctrl-C stops everything; data stays in .data/. Settings are read from the environment and from .env.

  --port PORT   where the web app listens, on this machine only (default: PORT, else 3000)
  --queue NAME  how tasks are woken (default: QUEUE, else postgres): postgres runs a worker process; with qstash
                QStash calls the web app, and a stand-in on this machine takes its place while QSTASH_TOKEN is not set
  --help        this text

Exit codes: 0 stopped by Ctrl-C or a signal; 1 could not start, runs already, or a part of it ended.`;

export interface StartOptions {
  port: number;
  queue: Queue;
  help: boolean;
}

const QUEUES = ["postgres", "qstash"] as const;
export type Queue = (typeof QUEUES)[number];

const PORT_DEFAULT = 3000;
const PORT_MAX = 65_535;

/** @throws Error that names the option and what is allowed */
export function readStartOptions(args: string[], environment: NodeJS.ProcessEnv): StartOptions {
  const { values } = parseArgs({
    args,
    options: {
      port: { type: "string", short: "p" },
      queue: { type: "string" },
      help: { type: "boolean", short: "h", default: false },
    },
  });
  const given = (name: string, value: string | undefined, key: string) =>
    value === undefined ? [key, environment[key]?.trim() || undefined] : [name, value];
  const [portName = "", port] = given("--port", values.port, "PORT");
  const [queueName = "", queue] = given("--queue", values.queue, "QUEUE");
  return {
    port: port === undefined ? PORT_DEFAULT : parsePort(portName, port),
    queue: queue === undefined ? "postgres" : parseQueue(queueName, queue),
    help: values.help,
  };
}

function parseQueue(name: string, text: string): Queue {
  const queue = QUEUES.find((known) => known === text);
  if (queue === undefined) throw new Error(`${name} must be one of ${QUEUES.join(", ")}, not "${text}".`);
  return queue;
}

function parsePort(name: string, text: string): number {
  if (isPort(text)) return Number(text);
  throw new Error(`${name} must be a whole number from 1 to ${PORT_MAX}, not "${text}".`);
}

export function isPort(text: string): boolean {
  return /^\d+$/.test(text) && Number(text) >= 1 && Number(text) <= PORT_MAX;
}
