import { readStatus, type StatusAnswer } from "#lib/search-engine/index.ts";

/** What a poll finds, as its reader understands it. */
export async function pollStatus(
  ...poll: Parameters<typeof readStatus>
): Promise<{ etag: string; body: StatusAnswer | null }> {
  const { etag, body } = await readStatus(...poll);
  return { etag, body: body === null ? null : JSON.parse(body) };
}
