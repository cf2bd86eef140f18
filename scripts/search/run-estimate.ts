import { estimateNotes, estimateSentence, judgeEstimates } from "#components/search/estimate-text.ts";
import type { EstimateAnswer } from "#lib/search-engine/estimate.types.ts";
import { platformNames } from "#lib/search-engine/v2/adapters/registry.ts";
import { connectToApp } from "./app-client.ts";
import { asUsageError, bodiesOf } from "./dispatch-searches.ts";
import type { SearchOptions } from "./options.ts";

const REFUSED = 3;

/** Prints what the search would cost. Resolves to the exit code. @throws UsageError, ApiError */
export async function runEstimate(options: SearchOptions): Promise<number> {
  const app = await connectToApp();
  const asked = bodiesOf(options).map((body) => app.postJson<EstimateAnswer>("/api/v2/estimate", body));
  const estimates = await Promise.all(asked).catch((error: unknown) => {
    throw asUsageError(error);
  });
  const run = judgeEstimates(estimates);
  process.stdout.write(`${options.output.kind === "json" ? asJson(estimates) : asText(run, estimates)}\n`);
  return run.refused.length > 0 ? REFUSED : 0;
}

function asJson(estimates: readonly EstimateAnswer[]): string {
  return JSON.stringify(estimates.length === 1 ? estimates[0] : { estimates });
}

function asText(run: ReturnType<typeof judgeEstimates>, estimates: readonly EstimateAnswer[]): string {
  const names = platformNames();
  const nameOf = (platform: string) => names[platform] ?? platform;
  return [
    ...(estimateSentence(run, nameOf) ?? "").split("\n").filter(Boolean),
    ...estimateNotes(run, nameOf),
    ...(estimates.some(({ provider }) => provider.sampleData)
      ? ["Answers come from recorded sample data: no credits are spent."]
      : []),
  ].join("\n");
}
