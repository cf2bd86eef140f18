import fc from "fast-check";
import { afterAll, beforeAll, expect, it } from "vitest";
import { getPlan } from "#lib/billing/index.ts";
import { Model } from "#tests/support/model.ts";
import { COMMANDS, KINDS, settle } from "#tests/support/model-commands.ts";
import { ModelSystem, PAGE_SIZE, PLAN } from "#tests/support/model-system.ts";

let system: ModelSystem;

beforeAll(async () => {
  system = await ModelSystem.start();
});
afterAll(() => system?.stop());

const { MODEL_SEED, MODEL_PATH, MODEL_REPLAY } = process.env;
const RUNS = readWhole("MODEL_RUNS", 100);
/** With fewer, chance may leave a kind of command out. */
const RUNS_FOR_EACH_KIND = 30;
const COMMANDS_MAX = 40;
const LIMITS = { allowance: getPlan(PLAN).creatorsPerMonth, pageSize: PAGE_SIZE };
const MINUTE_MS = 60_000;
/** Far more than the runs take, and the search for the shortest list that fails. */
const TIMEOUT_MS = Math.max(30, RUNS) * MINUTE_MS;

it("whatever is asked of the engine, in whatever order, the real state is one that the model allows", {
  timeout: TIMEOUT_MS,
}, async () => {
  const seed = MODEL_SEED === undefined ? Date.now() % 2 ** 31 : readWhole("MODEL_SEED", 0);
  let runs = 0;
  const property = fc.asyncProperty(
    fc.commands(COMMANDS, {
      maxCommands: COMMANDS_MAX,
      size: "max",
      ...(MODEL_REPLAY === undefined ? {} : { replayPath: MODEL_REPLAY }),
    }),
    async (commands) => {
      runs += 1;
      await system.reset();
      const model = new Model(LIMITS);
      await fc.asyncModelRun(() => ({ model, real: system }), commands);
      await settle(model, system);
    },
  );
  const details = await fc.check(property, {
    seed,
    numRuns: RUNS,
    // Of one run, which takes a second or two: one that hangs is a failure to be shortened too.
    timeout: MINUTE_MS,
    ...(MODEL_PATH === undefined ? {} : { path: MODEL_PATH }),
  });
  console.log(
    `model: ${runs} runs, seed ${seed}; commands of which something came: ${system.tally.describe()}`,
  );
  if (details.failed) throw new Error(await explain(details), { cause: details.errorInstance });
  expect(runs).toBeGreaterThan(0);
  if (runs >= RUNS_FOR_EACH_KIND) expect(system.tally.missing(KINDS)).toEqual([]);
});

/** @throws Error for what is no whole number from 1 */
function readWhole(key: "MODEL_RUNS" | "MODEL_SEED", otherwise: number): number {
  const text = process.env[key];
  if (text === undefined) return otherwise;
  if (/^[1-9]\d{0,9}$/.test(text)) return Number(text);
  throw new Error(`${key} must be a whole number from 1, not "${text}".`);
}

/** The shortest list of commands that fails, why it does, and how to run just that again. */
async function explain<Drawn>(details: fc.RunDetails<Drawn>): Promise<string> {
  const report = (await fc.asyncDefaultReportMessage(details)) ?? "";
  const [, replay = ""] = /replayPath="([^"]+)"/.exec(report) ?? [];
  const again = `MODEL_SEED=${details.seed} MODEL_PATH=${details.counterexamplePath} MODEL_REPLAY=${replay}`;
  return `${report}\n\n${String(details.errorInstance)}\n\nAgain: ${again}`;
}
