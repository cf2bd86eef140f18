import type { CreatorRow } from "#lib/search-engine/types.ts";
import { Avatar } from "../../avatar.tsx";

/** A creator's picture, by the proxy. */
export function CreatorAvatar({
  profile: { avatarUrl, displayName, handle },
  size,
}: {
  profile: Pick<CreatorRow["profile"], "avatarUrl" | "displayName" | "handle">;
  size: number;
}) {
  return (
    <Avatar
      source={avatarUrl && `/api/avatars?url=${encodeURIComponent(avatarUrl)}`}
      name={displayName || handle}
      size={size}
    />
  );
}
