import { avatarsAt } from "./avatar.ts";
import { type Answer, badRequest, bareSpoilers, notFoundAnswer, spoilPage } from "./fault-effects.ts";
import { foundProfileItem, profileAnswer, reelItem } from "./instagram-wire.ts";
import type { Plan } from "./planned-call.ts";

const avatarUrl = avatarsAt("scontent.cdninstagram.com");

/** Both searches give the pages of a web index, of ten results each. */
const PAGES_MAX = 11;
const PAGE_SIZE_MAX = 10;

const profileSpoilers = bareSpoilers({ from: "id", to: "userId" }, [
  { id: 42 },
  { username: null },
  { id: "" },
  { follower_count: "many" },
]);
const reelSpoilers = bareSpoilers({ from: "owner", to: "author" }, [
  { id: 42 },
  { owner: null },
  { owner: { id: "" } },
  { like_count: "none" },
]);

export const planProfileSearch: Plan = (context, path, query) => {
  const asked = readPage(query, "cursor");
  if (typeof asked !== "object") return badRequest(asked);
  const { keyword, page } = asked;
  return {
    target: { endpoint: "search", path, keyword },
    latencyMs: context.searchLatencyMs,
    answer(strikes) {
      const size = Math.min(context.pageSize, PAGE_SIZE_MAX);
      const hits = context.population("instagram").searchProfiles(keyword, (page - 1) * size, size);
      const all = {
        items: hits.map((hit) => foundProfileItem(hit, avatarUrl)),
        cursor: hits.length > 0 && page < PAGES_MAX ? String(page + 1) : null,
      };
      const { items, cursor } = spoilPage(strikes, all, String(page), profileSpoilers);
      return {
        status: 200,
        body: { success: true, ...context.charge(), query: keyword, profiles: items, cursor },
      };
    },
  };
};

/** The answer has no cursor: pages are asked for by number. */
export const planReelSearch: Plan = (context, path, query) => {
  const asked = readPage(query, "page");
  if (typeof asked !== "object") return badRequest(asked);
  const { keyword, page } = asked;
  return {
    target: { endpoint: "search", path, keyword },
    latencyMs: context.searchLatencyMs,
    answer(strikes) {
      const size = Math.min(context.pageSize, PAGE_SIZE_MAX);
      const hits = context.population("instagram").search(keyword, (page - 1) * size, size);
      const all = { items: hits.map((hit) => reelItem(hit, avatarUrl)), cursor: null };
      const { items } = spoilPage(strikes, all, null, reelSpoilers);
      return { status: 200, body: { success: true, ...context.charge(), reels: items } };
    },
  };
};

export const planProfile: Plan = (context, path, query) => {
  const handle = query.get("handle")?.trim();
  if (!handle) return badRequest("handle is required");
  const creator = context.population("instagram").find({ handle });
  return {
    target: { endpoint: "profile", path, creator: [handle, creator?.handle, creator?.id] },
    latencyMs: context.profileLatencyMs,
    answer(strikes): Answer {
      if (!creator) return notFoundAnswer();
      const isPrivate = strikes.some((rule) => rule.kind === "private");
      return {
        status: 200,
        body: profileAnswer(creator, { isPrivate, credits: context.charge(), avatarUrl }),
      };
    },
  };
};

/** What is asked for, or what is wrong with it. */
function readPage(query: URLSearchParams, name: string): { keyword: string; page: number } | string {
  const keyword = query.get("query")?.trim();
  if (!keyword) return "query is required";
  const page = query.get(name) ?? "1";
  if (!/^[1-9]\d?$/.test(page) || Number(page) > PAGES_MAX) return `${name} must be from 1 to ${PAGES_MAX}`;
  return { keyword, page: Number(page) };
}
