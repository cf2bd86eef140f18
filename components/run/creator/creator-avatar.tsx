"use client";

import { Avatar } from "@mantine/core";
import type { CreatorRow } from "#lib/search-engine/types.ts";

/** Of a picture that the proxy does not give, the initials. Decorative: the name stands beside it. */
export function CreatorAvatar({
  profile,
  size,
}: {
  profile: Pick<CreatorRow["profile"], "avatarUrl" | "displayName" | "handle">;
  size: number;
}) {
  const source = profile.avatarUrl && `/api/avatars?url=${encodeURIComponent(profile.avatarUrl)}`;
  return (
    <Avatar
      src={source}
      alt=""
      size={size}
      radius="xl"
      color="tide"
      imageProps={{ loading: "lazy", decoding: "async", width: size, height: size }}
      aria-hidden
    >
      {initialsOf(profile.displayName || profile.handle)}
    </Avatar>
  );
}

/** Of the first two words that begin with a letter or a number: names are full of other signs. */
function initialsOf(name: string): string {
  const words = name.match(/[\p{L}\p{N}]+/gu) ?? [];
  return words
    .slice(0, 2)
    .map((word) => [...word][0]?.toUpperCase())
    .join("");
}
