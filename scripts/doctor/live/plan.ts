import { adapterProviders, getAdapter, platforms } from "#lib/search-engine/v2/adapters/registry.ts";
import type { LiveOptions } from "../options.ts";

/** The calls that a live look makes, before it makes them. */
export interface LivePlan {
  /** Platforms to search, each with whether a profile is fetched too. */
  platforms: { name: string; withProfile: boolean }[];
  asksModel: boolean;
  /** Who is not called, and why: one sentence each. */
  left: string[];
}

export interface Obstacles {
  /** Why a data provider cannot be called, or null. */
  ofProvider: (provider: string) => string | null;
  isModelConfigured: boolean;
}

/** The first platform of each provider, or those that were named. */
export function planLive(options: LiveOptions, obstacles: Obstacles): LivePlan {
  const firsts = adapterProviders().flatMap(
    (provider) => platforms().find((name) => getAdapter(name).provider === provider) ?? [],
  );
  const wanted = options.platforms ?? firsts;
  const providers = [...new Set(wanted.map((name) => getAdapter(name).provider))];
  const blocked = new Map(
    providers.flatMap((provider) => {
      const obstacle = obstacles.ofProvider(provider);
      return obstacle === null ? [] : [[provider, `${provider} is not called: ${obstacle}`] as const];
    }),
  );
  return {
    platforms: wanted
      .filter((name) => !blocked.has(getAdapter(name).provider))
      .map((name) => ({ name, withProfile: options.platforms !== null })),
    asksModel: obstacles.isModelConfigured,
    left: [
      ...blocked.values(),
      ...(obstacles.isModelConfigured ? [] : ["openai is not called: OPENAI_API_KEY is not set."]),
    ],
  };
}

/** What the calls may cost at most, in one line, or null when there are none; a call costs one credit unless the provider says otherwise. */
export function announce({ platforms: planned, asksModel }: LivePlan): string | null {
  const calls = planned.map(
    ({ name, withProfile }) => `${name} (${withProfile ? "search, profile" : "search"})`,
  );
  const credits = planned.reduce((sum, { withProfile }) => sum + (withProfile ? 2 : 1), 0);
  const parts = [
    ...(credits > 0
      ? [`${calls.join(", ")}: at most ${credits} ${credits === 1 ? "credit" : "credits"}`]
      : []),
    ...(asksModel ? ["openai: one short question"] : []),
  ];
  return parts.length > 0 ? `Calling ${parts.join("; ")} …` : null;
}
