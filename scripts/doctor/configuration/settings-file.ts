import { readFileSync } from "node:fs";
import path from "node:path";
import { parseEnv } from "node:util";
import { environmentKeys } from "#lib/env.ts";
import { isPort } from "#scripts/start/options.ts";
import { type Finding, note, ok, problem, type Section, warning } from "../finding.ts";
import { nearestKey } from "./nearest-key.ts";

/** Read by scripts alone. */
const SCRIPT_KEYS = ["PORT", "SHOAL_URL"];
/** Read by Node, Next, npm and other programs that a command starts. */
const OF_OTHERS =
  /^(?:NODE|NEXT|npm|UV)_|^(?:https?|no|all)_proxy$|^(?:TZ|LANG|LC_\w+|PATH|TMPDIR|FORCE_COLOR|NO_COLOR)$/i;
/** Next reads these too, and nothing else does. */
const WEB_ONLY_FILES = [".env.local", ".env.production", ".env.production.local"];

/** `.env` itself: what it sets in vain. `environment` is what the commands see, `.env` included. */
export function lookAtSettingsFile(folder: string, environment: NodeJS.Dict<string>): Section {
  const text = readIfThere(path.join(folder, ".env"));
  const findings = text === null ? [] : lookAtText(text, environment);
  const webOnly = WEB_ONLY_FILES.filter((name) => readIfThere(path.join(folder, name)) !== null).map((name) =>
    warning(`${name} is read by the web app alone, not by the worker: its settings belong into .env.`),
  );
  const rest = [...findings, ...webOnly, ...lookAtPort(environment)];
  if (text === null)
    rest.unshift(note("There is no .env: settings come from the environment, or are defaults."));
  return { title: "Settings", findings: rest.length > 0 ? rest : [ok("Shoal reads every setting in .env.")] };
}

function lookAtText(text: string, environment: NodeJS.Dict<string>): Finding[] {
  const set = parseEnv(text);
  const known = [...environmentKeys(), ...SCRIPT_KEYS];
  return Object.entries(set).flatMap(([key, value]) => {
    if (!known.includes(key)) return OF_OTHERS.test(key) ? [] : [unknown(key, known, set)];
    const findings: Finding[] = [];
    if (timesSet(text, key) > 1)
      findings.push(warning(`${key} is set more than once in .env; the last one counts.`));
    if (value?.trim() && environment[key] !== undefined && environment[key] !== value) {
      findings.push(note(`${key} in .env is not used: the environment sets it otherwise.`));
    }
    return findings;
  });
}

function unknown(key: string, known: readonly string[], set: NodeJS.Dict<string>): Finding {
  const nearest = nearestKey(key, known);
  return nearest !== null && !set[nearest]?.trim()
    ? problem(`${key} in .env is no setting of Shoal; did you mean ${nearest}?`)
    : warning(`${key} in .env is no setting of Shoal, and has no effect.`);
}

function timesSet(text: string, key: string): number {
  return [...text.matchAll(new RegExp(String.raw`^\s*(?:export\s+)?${key}\s*=`, "gm"))].length;
}

function lookAtPort({ PORT: port }: NodeJS.Dict<string>): Finding[] {
  const given = port?.trim();
  return !given || isPort(given) ? [] : [problem("PORT must be a whole number from 1 to 65535.")];
}

function readIfThere(file: string): string | null {
  try {
    return readFileSync(file, "utf8");
  } catch (error) {
    if (error instanceof Error && "code" in error && error.code === "ENOENT") return null;
    throw error;
  }
}
