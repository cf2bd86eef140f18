import type { z } from "zod";
import { dispatchBodySchema } from "./types.ts";

/** What a search would cost, asked before it is begun: the body of its dispatch, which names no run yet. */
export const estimateBodySchema = dispatchBodySchema.omit({ runId: true });
export type EstimateBody = z.infer<typeof estimateBodySchema>;

/** `max` holds whatever the provider answers, repeated calls after failures aside; `expected` is a guess. */
export interface Bounds {
  expected: number;
  max: number;
}

/** Why a dispatch would be refused, as its error would say it. */
export interface EstimateReason {
  code: string;
  message: string;
  field: string;
}

/** `may_stop`: only if it costs more than expected. `stops`: also when it costs what is expected. */
export type CapVerdict = "enough" | "may_stop" | "stops";

export interface EstimateAnswer {
  platform: string;
  /** True where a dispatch with this body would be taken now. */
  allowed: boolean;
  /** Why not; empty where it is allowed. The first is what a dispatch answers. */
  reasons: EstimateReason[];
  creators: {
    /** The target, or what the platform's page limits can supply where that is less. */
    max: number;
    target: number;
    /** Creators that own searches with these keywords have brought, whose details are still fresh. */
    known: number;
  };
  /** Calls at the provider. `searches` are pages of answers, `profiles` the details of one creator each. */
  calls: { searches: Bounds; profiles: Bounds; total: Bounds };
  /** Provider credits: one a call. */
  credits: { searches: Bounds; profiles: Bounds; total: Bounds };
  expansion: {
    /** Where more keywords come from. `kept`: the model has answered this question before. */
    source: "none" | "rules" | "kept" | "model";
    keywordsMax: number;
    modelCallsMax: 0 | 1;
  };
  spendCaps: { job: { cap: number; verdict: CapVerdict }; day: { cap: number; verdict: CapVerdict } };
  /** The target is held at the dispatch; what was not delivered comes back at the end. */
  allowance: {
    plan: string;
    available: number;
    held: number;
    isEnough: boolean;
    /** ISO 8601; null where nothing is granted. */
    renewsAt: string | null;
  };
  /** Searches of the account at once. `placeInLine` is null where it would start at once; 1 is next. */
  slots: { total: number; taken: number; startsAtOnce: boolean; placeInLine: number | null };
  provider: {
    name: string;
    /** True when it answers from recorded sample data. */
    sampleData: boolean;
    /** `paused`: it asked for a pause, until then. `closed`: until an admin opens it. */
    gate: { state: "open" | "paused" | "closed"; reason: string | null; until: string | null };
  };
}
