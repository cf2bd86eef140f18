import { type Answer, failure, notFoundAnswer, type SearchBody, spoilPage } from "./fault-effects.ts";
import type { FaultRule, FaultTarget } from "./faults.ts";
import type { Population } from "./population.ts";
import { type AvatarUrl, type Credits, profileAnswer, searchAnswer } from "./tiktok-wire.ts";

/** What a call asks for, and how the answer is made once its time has come. */
export interface PlannedCall {
  target: FaultTarget;
  latencyMs: number;
  answer: (strikes: FaultRule[]) => Answer;
}

export interface RouteContext {
  tiktok: Population;
  pageSize: number;
  searchLatencyMs: number;
  profileLatencyMs: number;
  avatarUrl: AvatarUrl;
  /** Takes one credit. */
  charge: () => Credits;
}

export function planSearch(
  context: RouteContext,
  path: string,
  query: URLSearchParams,
): PlannedCall | Answer {
  const keyword = query.get("query")?.trim();
  if (!keyword) return badRequest("query is required");
  const cursor = query.get("cursor") ?? "0";
  if (!/^\d{1,9}$/.test(cursor)) return badRequest("cursor must be the cursor of the previous answer");
  const offset = Number(cursor);
  return {
    target: { endpoint: "search", path, keyword },
    latencyMs: context.searchLatencyMs,
    answer(strikes) {
      const hits = context.tiktok.search(keyword, offset, context.pageSize);
      let body: SearchBody = searchAnswer(hits, {
        cursor: offset + hits.length,
        trim: query.get("trim") === "true",
        credits: context.charge(),
        avatarUrl: context.avatarUrl,
      });
      for (const rule of strikes) body = spoilPage(rule.kind, body, offset);
      return { status: 200, body };
    },
  };
}

export function planProfile(
  context: RouteContext,
  path: string,
  query: URLSearchParams,
): PlannedCall | Answer {
  const handle = query.get("handle")?.trim() || undefined;
  const id = query.get("user_id")?.trim() || undefined;
  if (!handle && !id) return badRequest("handle or user_id is required");
  const creator = context.tiktok.find({ handle, id });
  return {
    target: { endpoint: "profile", path, creator: [handle, id, creator?.handle, creator?.id] },
    latencyMs: context.profileLatencyMs,
    answer(strikes) {
      if (!creator) return notFoundAnswer();
      const isPrivate = strikes.some((rule) => rule.kind === "private");
      const { avatarUrl } = context;
      return {
        status: 200,
        body: profileAnswer(creator, { isPrivate, credits: context.charge(), avatarUrl }),
      };
    },
  };
}

function badRequest(message: string): Answer {
  return failure(400, "bad_request", message);
}
