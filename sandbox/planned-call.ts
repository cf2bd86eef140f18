import type { Answer } from "./fault-effects.ts";
import type { FaultRule, FaultTarget } from "./faults.ts";
import type { Population } from "./population.ts";

/** What a call asks for, and how the answer is made once its time has come. */
export interface PlannedCall {
  target: FaultTarget;
  latencyMs: number;
  answer: (strikes: FaultRule[]) => Answer;
}

/** Plans a call, or refuses it at once. */
export type Plan = (context: RouteContext, path: string, query: URLSearchParams) => PlannedCall | Answer;

export const PLATFORMS = ["tiktok", "instagram", "youtube"] as const;
export type Platform = (typeof PLATFORMS)[number];

export interface RouteContext {
  population: (platform: Platform) => Population;
  pageSize: number;
  searchLatencyMs: number;
  profileLatencyMs: number;
  /** Takes one credit. */
  charge: () => Credits;
}

export interface Credits {
  credits_remaining: number;
  credits_charged: number;
}
