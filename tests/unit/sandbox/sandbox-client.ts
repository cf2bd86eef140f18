import { startSandbox } from "#sandbox/server.ts";

export interface SearchItem {
  aweme_id: string;
  desc: string;
  author: { uid: string; unique_id: string };
}
export interface SearchBody {
  cursor: number;
  credits_remaining: number;
  search_item_list: SearchItem[];
}

/** A sandbox without latency, and the calls that tests make at it. */
export async function openSandbox(options: Parameters<typeof startSandbox>[0] = {}) {
  const sandbox = await startSandbox({ searchLatencyMs: 0, profileLatencyMs: 0, ...options });
  const call = (path: string, query: Record<string, string> = {}, init: RequestInit = {}) =>
    fetch(`${sandbox.url}${path}?${new URLSearchParams(query)}`, {
      headers: { "x-api-key": "test" },
      ...init,
    });
  const control = (method: string, path: string, body?: unknown) =>
    fetch(`${sandbox.url}${path}`, { method, ...(body !== undefined && { body: JSON.stringify(body) }) });
  const searchCall = (query: Record<string, string>) =>
    call("/v1/tiktok/search/keyword", { trim: "true", ...query });

  return {
    ...sandbox,
    call,
    control,
    searchCall,
    async search(query: Record<string, string>): Promise<SearchBody> {
      return (await searchCall(query)).json();
    },
    profileCall: (query: Record<string, string>, init?: RequestInit) =>
      call("/v1/tiktok/profile", query, init),
    /** All items of a keyword, page by page until one is empty. */
    async searchAll(keyword: string): Promise<SearchItem[]> {
      const items: SearchItem[] = [];
      for (let cursor = 0; ; ) {
        const page = await this.search({ query: keyword, cursor: String(cursor) });
        if (page.search_item_list.length === 0) return items;
        items.push(...page.search_item_list);
        cursor = page.cursor;
      }
    },
  };
}

export type OpenSandbox = Awaited<ReturnType<typeof openSandbox>>;
