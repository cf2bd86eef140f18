import { parseDurationMs } from "./duration.ts";
import type { FlowSettings } from "./message.ts";

const PERIOD_DEFAULT_MS = 1_000;

/**
 * Reads "parallelism=5, rate=10, period=1m".
 * @throws Error that names the part that is wrong
 */
export function parseFlowSettings(text: string): Omit<FlowSettings, "key"> {
  const settings: Omit<FlowSettings, "key"> = { parallelism: null, rate: null, periodMs: PERIOD_DEFAULT_MS };
  for (const part of text.split(",")) {
    const [name = "", value = ""] = part.split("=").map((word) => word.trim());
    if (name === "parallelism" || name === "rate") settings[name] = parseCount(name, value);
    else if (name === "period") settings.periodMs = parseDurationMs(value);
    else throw new Error(`"${name}" is none of parallelism, rate, period`);
  }
  if (settings.parallelism === null && settings.rate === null) throw new Error("needs parallelism or rate");
  if (settings.periodMs <= 0) throw new Error("period must be longer than nothing");
  return settings;
}

function parseCount(name: string, value: string): number {
  if (!/^[1-9]\d{0,8}$/.test(value)) throw new Error(`${name} must be a whole number from 1, not "${value}"`);
  return Number(value);
}
