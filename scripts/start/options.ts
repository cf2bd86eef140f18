import { parseArgs } from "node:util";

export const START_HELP = `npm start [-- --port PORT]

Starts Shoal on this machine: database, sample-data sandbox for every provider without a key, web app, worker.
Ctrl-C stops everything; data stays in .data/. Settings are read from the environment and from .env.

  --port PORT   where the web app listens, on this machine only (default: PORT, else 3000)
  --help        this text

Exit codes: 0 stopped by Ctrl-C or a signal; 1 could not start, runs already, or a part of it ended.`;

export interface StartOptions {
  port: number;
  help: boolean;
}

const PORT_DEFAULT = 3000;
const PORT_MAX = 65_535;

/** @throws Error that names the option and what is allowed */
export function readStartOptions(args: string[], environment: NodeJS.ProcessEnv): StartOptions {
  const { values } = parseArgs({
    args,
    options: { port: { type: "string", short: "p" }, help: { type: "boolean", short: "h", default: false } },
  });
  if (values.port !== undefined) return { port: parsePort("--port", values.port), help: values.help };
  const port = environment.PORT?.trim() ? parsePort("PORT", environment.PORT.trim()) : PORT_DEFAULT;
  return { port, help: values.help };
}

function parsePort(name: string, text: string): number {
  if (isPort(text)) return Number(text);
  throw new Error(`${name} must be a whole number from 1 to ${PORT_MAX}, not "${text}".`);
}

export function isPort(text: string): boolean {
  return /^\d+$/.test(text) && Number(text) >= 1 && Number(text) <= PORT_MAX;
}
