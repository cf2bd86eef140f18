import { check } from "../checks/index.ts";
import { ensureBrowser } from "./browser-program.ts";
import { FAILED, type Outcome, PASSED } from "./outcome.ts";
import { run } from "./run-command.ts";
import { checkSchemaDrift } from "./schema-drift.ts";
import { runVitest } from "./vitest-stage.ts";

/** The stages of `npm test`, in the order in which they run. */
export const STAGES = {
  lint: () => passes("biome", ["check", "--error-on-warnings"]),
  types: checkTypes,
  "dead-code": () => passes("knip", ["--no-progress"]),
  checks: runChecks,
  schema: checkSchemaDrift,
  unit: () => runVitest("unit"),
  integration: () => runVitest("integration"),
  qstash: () => runVitest("qstash"),
  build,
  e2e: browserTests,
  faults: faultCampaign,
} satisfies Record<string, () => Promise<Outcome>>;

export type Stage = keyof typeof STAGES;

/** They run on the built app. */
export const NEEDING_BUILD: readonly Stage[] = ["e2e", "faults"];

export const STAGE_NAMES = Object.keys(STAGES).filter(isStage);

export function isStage(name: string): name is Stage {
  return Object.hasOwn(STAGES, name);
}

async function passes(command: string, commandArguments: readonly string[]): Promise<Outcome> {
  return (await run(command, commandArguments)) === 0 ? PASSED : FAILED;
}

/** Next writes the types of the routes, and next-env.d.ts, which are not committed. */
async function checkTypes(): Promise<Outcome> {
  const generated = await passes("next", ["typegen"]);
  // Its incremental record has been seen to hide errors.
  const checked = await passes("tsc", ["--noEmit", "--incremental", "false", "-p", "."]);
  return generated.failed > 0 ? FAILED : checked;
}

async function runChecks(): Promise<Outcome> {
  const violations = await check(process.cwd());
  for (const violation of violations) console.error(violation);
  return violations.length === 0 ? PASSED : FAILED;
}

async function build(): Promise<Outcome> {
  // Loaded here, because `npm run verify` runs other stages and needs none of the start script.
  const { buildIfChanged } = await import("../start/build.ts");
  const isBuilt = await buildIfChanged();
  console.log(isBuilt ? "Built." : "Nothing has changed since the last build.");
  return PASSED;
}

/** The seed is fixed, so that what fails here fails again. */
async function faultCampaign(): Promise<Outcome> {
  const code = await run("node", ["scripts/faults.ts", "--scale", "small", "--seed", "1"]);
  const { countResults } = await import("#tests/faults/results.ts");
  return countResults(code);
}

async function browserTests(): Promise<Outcome> {
  const browser = await ensureBrowser();
  console.log(`Browser: ${browser.path}`);
  return runVitest("e2e");
}
