import { avatarsAt } from "./avatar.ts";
import { badRequest, bareSpoilers, notFoundAnswer, spoilPage } from "./fault-effects.ts";
import type { Plan } from "./planned-call.ts";
import { channelAnswer, contentItem, searchLists } from "./youtube-wire.ts";

const avatarUrl = avatarsAt("yt3.ggpht.com");

const PAGE_SIZE_MAX = 20;

const spoilers = bareSpoilers({ from: "channel", to: "uploader" }, [
  { id: 42 },
  { channel: null },
  { channel: { id: "" } },
  { viewCountInt: "none" },
]);

export const planSearch: Plan = (context, path, query) => {
  const keyword = query.get("query")?.trim();
  if (!keyword) return badRequest("query is required");
  const token = query.get("continuationToken");
  const offset = token === null ? 0 : offsetOf(token);
  if (offset === null) return badRequest("continuationToken must be that of the previous answer");
  return {
    target: { endpoint: "search", path, keyword },
    latencyMs: context.searchLatencyMs,
    answer(strikes) {
      const size = Math.min(context.pageSize, PAGE_SIZE_MAX);
      const hits = context.population("youtube").search(keyword, offset, size + 1);
      const page = {
        items: hits.slice(0, size).map((hit) => contentItem(hit, avatarUrl)),
        cursor: hits.length > size ? tokenOf(offset + size) : null,
      };
      const { items, cursor } = spoilPage<string | null>(strikes, page, token, spoilers);
      return {
        status: 200,
        body: {
          success: true,
          ...context.charge(),
          ...searchLists(items, items.length > 0 ? hits[0] : undefined),
          continuationToken: cursor,
        },
      };
    },
  };
};

export const planChannel: Plan = (context, path, query) => {
  const id = query.get("channelId")?.trim() || undefined;
  const handle = (query.get("handle") ?? query.get("url")?.match(/\/@([^/?#]+)/)?.[1])?.trim() || undefined;
  if (!id && !handle) return badRequest("channelId, handle or url is required");
  const creator = context.population("youtube").find({ handle, id });
  return {
    target: { endpoint: "profile", path, creator: [handle, id, creator?.handle, creator?.id] },
    latencyMs: context.profileLatencyMs,
    answer(strikes) {
      // There are no private channels: one that is hidden is not found.
      if (!creator || strikes.some((rule) => rule.kind === "private")) return notFoundAnswer();
      return {
        status: 200,
        body: channelAnswer(creator, { credits: context.charge(), avatarUrl }),
      };
    },
  };
};

function tokenOf(offset: number): string {
  return Buffer.from(`sandbox:${offset}`).toString("base64url");
}

function offsetOf(token: string): number | null {
  const digits = Buffer.from(token, "base64url")
    .toString()
    .match(/^sandbox:(\d{1,9})$/)?.[1];
  return digits === undefined ? null : Number(digits);
}
