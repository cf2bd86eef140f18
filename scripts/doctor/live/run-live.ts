import { inspectSettings } from "#lib/env.ts";
import { getAdapter } from "#lib/search-engine/v2/adapters/registry.ts";
import type { CanaryCall } from "#lib/search-engine/v2/index.ts";
import { plainMessage } from "#scripts/start/plain-message.ts";
import { adoptRunningStart } from "#scripts/start/running-settings.ts";
import { watchForAbort } from "#scripts/start/watch-for-abort.ts";
import { type Finding, note, problem } from "../finding.ts";
import type { LiveOptions } from "../options.ts";
import { describeCall } from "./describe-call.ts";
import { announce, type LivePlan, planLive } from "./plan.ts";

export interface LiveResult {
  findings: Finding[];
  calls: CanaryCall[];
}

/**
 * Makes the calls and judges their answers. Without a database it makes none: they could be neither capped nor
 * logged.
 * @param say is told beforehand what they may cost
 */
export async function runLive(
  options: LiveOptions & { isVerbose: boolean },
  say: (line: string) => void,
): Promise<LiveResult> {
  const hasDatabase = adoptRunningStart();
  // The log is for services; this command says itself what went wrong.
  process.env.LOG_LEVEL ??= "error";
  // Loaded after the settings of a start that runs here have been taken over.
  const { findObstacle } = await import("#lib/search-engine/v2/index.ts");
  const plan = planLive(options, {
    ofProvider: findObstacle,
    isModelConfigured: Boolean(process.env.OPENAI_API_KEY?.trim()),
  });
  const findings = [...plan.left, ...sampleData(plan)].map(note);
  const calls: CanaryCall[] = [];
  const announcement = announce(plan);
  if (announcement === null) return { findings, calls };
  if (!hasDatabase) {
    findings.push(problem("None was made: set DATABASE_URL, or run npm start in this folder first."));
    return { findings, calls };
  }
  say(announcement);
  try {
    for await (const call of makeCalls(plan, options.timeoutMsMax)) calls.push(call);
  } catch (error) {
    findings.push(problem(plainMessage(error)));
  }
  const secrets = secretValues();
  findings.push(...calls.flatMap((call) => describeCall(call, { isVerbose: options.isVerbose, secrets })));
  findings.push(...profilesLeft(plan, calls));
  return { findings, calls };
}

async function* makeCalls(plan: LivePlan, timeoutMsMax: number | null): AsyncGenerator<CanaryCall> {
  const { connect } = await import("#lib/db/index.ts");
  const { getAdapter, platforms, tryModel, tryPlatform } = await import("#lib/search-engine/v2/index.ts");
  const sql = connect(process.env.DATABASE_URL ?? "", { poolMax: 2, applicationName: "shoal doctor" });
  const signal = watchForAbort();
  try {
    for (const { name, withProfile } of plan.platforms) {
      yield* await tryPlatform(sql, getAdapter(name), { withProfile, timeoutMsMax, signal });
    }
    if (plan.asksModel) yield await tryModel(sql, platforms()[0] ?? "", { timeoutMsMax, signal });
  } finally {
    await sql.end({ timeout: 5 });
  }
}

/** A stand-in says nothing of the vendor. */
function sampleData({ platforms }: LivePlan): string[] {
  const standIns = inspectSettings().providers.values.SAMPLE_DATA_PROVIDERS?.split(",") ?? [];
  return [...new Set(platforms.map(({ name }) => getAdapter(name).provider))]
    .filter((provider) => standIns.some((name) => name.trim() === provider))
    .map(
      (provider) => `${provider} answers from recorded sample data here: the provider itself is not tried.`,
    );
}

function profilesLeft({ platforms }: LivePlan, calls: readonly CanaryCall[]): Finding[] {
  const searched = calls.map(({ platform, action }) => `${platform} ${action}`);
  return platforms
    .filter(({ name, withProfile }) => withProfile && !searched.includes(`${name} profile`))
    .map(({ name }) => note(`${name} profile: not called, as the search gave no creator to ask for.`));
}

/** What settings hold that are secret by their name. */
function secretValues(): string[] {
  return Object.entries(process.env).flatMap(([key, value]) =>
    /KEY|TOKEN|SECRET|PASSWORD|DATABASE_URL/.test(key) && value?.trim() ? [value.trim()] : [],
  );
}
