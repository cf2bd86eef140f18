import fc from "fast-check";
import { afterAll, beforeAll, expect, it } from "vitest";
import { getPlan } from "#lib/billing/index.ts";
import { Model } from "#tests/support/model.ts";
import { COMMANDS, settle } from "#tests/support/model-commands.ts";
import { ModelSystem, PAGE_SIZE, PLAN } from "#tests/support/model-system.ts";

let system: ModelSystem;

beforeAll(async () => {
  system = await ModelSystem.start();
});
afterAll(() => system?.stop());

const { MODEL_RUNS = "100", MODEL_SEED, MODEL_PATH, MODEL_REPLAY } = process.env;
const COMMANDS_MAX = 40;
const LIMITS = { allowance: getPlan(PLAN).creatorsPerMonth, pageSize: PAGE_SIZE };
const MINUTE_MS = 60_000;
/** Far more than the runs take, and the search for the shortest list that fails. */
const TIMEOUT_MS = Math.max(30, Number(MODEL_RUNS)) * MINUTE_MS;

it("whatever is asked of the engine, in whatever order, the real state is one that the model allows", {
  timeout: TIMEOUT_MS,
}, async () => {
  const seed = MODEL_SEED === undefined ? Date.now() % 2 ** 31 : Number(MODEL_SEED);
  let runs = 0;
  let commandCount = 0;
  const counts = new Map<string, number>();
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
      for (const command of commands) {
        const name = String(command).replace(/\(.*/, "");
        counts.set(name, (counts.get(name) ?? 0) + 1);
        commandCount += 1;
      }
    },
  );
  const details = await fc.check(property, {
    seed,
    numRuns: Number(MODEL_RUNS),
    // Of one run, which takes a second or two: one that hangs is a failure to be shortened too.
    timeout: MINUTE_MS,
    ...(MODEL_PATH === undefined ? {} : { path: MODEL_PATH }),
  });
  const kinds = [...counts].map(([name, count]) => `${name} ${count}`).join(", ");
  console.log(`model: ${runs} runs, seed ${seed}, ${commandCount} commands: ${kinds}`);
  if (details.failed) throw new Error(await explain(details), { cause: details.errorInstance });
  expect(runs).toBeGreaterThan(0);
});

/** The shortest list of commands that fails, why it does, and how to run just that again. */
async function explain<Drawn>(details: fc.RunDetails<Drawn>): Promise<string> {
  const report = (await fc.asyncDefaultReportMessage(details)) ?? "";
  const [, replay = ""] = /replayPath="([^"]+)"/.exec(report) ?? [];
  const again = `MODEL_SEED=${details.seed} MODEL_PATH=${details.counterexamplePath} MODEL_REPLAY=${replay}`;
  return `${report}\n\n${String(details.errorInstance)}\n\nAgain: ${again}`;
}
