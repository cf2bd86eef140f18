import { avatarsAt } from "./avatar.ts";
import { badRequest, notFoundAnswer, spoilPage } from "./fault-effects.ts";
import type { Plan } from "./planned-call.ts";
import { profileAnswer, searchItem } from "./tiktok-wire.ts";

const avatarUrl = avatarsAt("p16-sign-va.tiktokcdn.com");

const BROKEN = [{ aweme_id: 42 }, { author: null }, { author: { uid: "" } }, { statistics: "none" }];

/** The full form wraps the post. */
function renamed(item: object): object {
  if ("aweme_info" in item) return { ...item, aweme_info: renamed(Object(item.aweme_info)) };
  const { aweme_id: awemeId, ...rest } = item as { aweme_id?: unknown };
  return { ...rest, awemeId };
}

function malformed(item: object, at: number): object {
  const broken = BROKEN[at % BROKEN.length];
  return "aweme_info" in item
    ? { ...item, aweme_info: { ...Object(item.aweme_info), ...broken } }
    : { ...item, ...broken };
}

export const planSearch: Plan = (context, path, query) => {
  const keyword = query.get("query")?.trim();
  if (!keyword) return badRequest("query is required");
  const asked = query.get("cursor") ?? "0";
  if (!/^\d{1,9}$/.test(asked)) return badRequest("cursor must be the cursor of the previous answer");
  const offset = Number(asked);
  return {
    target: { endpoint: "search", path, keyword },
    latencyMs: context.searchLatencyMs,
    answer(strikes) {
      const hits = context.population("tiktok").search(keyword, offset, context.pageSize);
      const trim = query.get("trim") === "true";
      const page = {
        items: hits.map((hit) => searchItem(hit, { trim, avatarUrl })),
        cursor: offset + hits.length,
      };
      const { items, cursor } = spoilPage(strikes, page, offset, { renamed, malformed });
      return {
        status: 200,
        body: { success: true, ...context.charge(), cursor, search_item_list: items },
      };
    },
  };
};

export const planProfile: Plan = (context, path, query) => {
  const handle = query.get("handle")?.trim() || undefined;
  const id = query.get("user_id")?.trim() || undefined;
  if (!handle && !id) return badRequest("handle or user_id is required");
  const creator = context.population("tiktok").find({ handle, id });
  return {
    target: { endpoint: "profile", path, creator: [handle, id, creator?.handle, creator?.id] },
    latencyMs: context.profileLatencyMs,
    answer(strikes) {
      if (!creator) return notFoundAnswer();
      const isPrivate = strikes.some((rule) => rule.kind === "private");
      return {
        status: 200,
        body: profileAnswer(creator, { isPrivate, credits: context.charge(), avatarUrl }),
      };
    },
  };
};
