import type { Avatar } from "./read-avatar.ts";

/** The picture as a browser may show it, and nothing else: no script, no other type, no other site. */
export function avatarResponse({ bytes, type, etag }: Avatar, ifNoneMatch: string | null): Response {
  const headers = {
    ETag: etag,
    "Cache-Control": "private, max-age=86400",
    "Content-Security-Policy": "default-src 'none'; sandbox",
    "X-Content-Type-Options": "nosniff",
    "Cross-Origin-Resource-Policy": "same-origin",
  };
  const isKnown = ifNoneMatch?.split(",").some((candidate) => candidate.trim() === etag) ?? false;
  if (isKnown) return new Response(null, { status: 304, headers });
  return new Response(bytes, {
    headers: { ...headers, "Content-Type": type, "Content-Disposition": 'inline; filename="avatar"' },
  });
}
