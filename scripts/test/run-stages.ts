import { exitCode, FAILED, type Outcome, summary, total } from "./outcome.ts";
import { NEEDING_BUILD, STAGES, type Stage } from "./stages.ts";

interface StageResult {
  stage: Stage;
  outcome: Outcome;
  durationMs: number;
}

/**
 * Runs all the given stages, also after one has failed; only those that need the build are left out when it failed. Closes with
 * one line of counts and resolves to the exit code.
 */
export async function runStages(stages: readonly Stage[]): Promise<number> {
  const results: StageResult[] = [];
  for (const stage of stages) {
    console.log(`\n${stage}`);
    const startedAt = performance.now();
    const outcome = await runStage(stage, results);
    results.push({ stage, outcome, durationMs: performance.now() - startedAt });
  }
  console.log("");
  for (const { stage, outcome, durationMs } of results) {
    console.log(`${stage.padEnd(12)} ${(durationMs / 1_000).toFixed(1).padStart(6)} s  ${summary(outcome)}`);
  }
  for (const { stage, outcome } of results) {
    for (const failure of outcome.failures ?? []) console.log(`Failed in ${stage}: ${failure}`);
  }
  const all = total(results.map(({ outcome }) => outcome));
  console.log(summary(all));
  return exitCode(all);
}

async function runStage(stage: Stage, before: readonly StageResult[]): Promise<Outcome> {
  const hasBuildFailed = before.some(({ stage: name, outcome }) => name === "build" && outcome.failed > 0);
  if (NEEDING_BUILD.includes(stage) && hasBuildFailed) {
    console.error("Not run, because the build failed.");
    return FAILED;
  }
  try {
    return await STAGES[stage]();
  } catch (error) {
    console.error(error instanceof Error ? error.message : error);
    return FAILED;
  }
}
