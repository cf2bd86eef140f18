import { campaigns as campaignsWords } from "../../messages/campaigns.ts";
import type { StackColumn } from "../../stack-table.tsx";

const { columns } = campaignsWords.creators;

export const CREATOR_COLUMNS = {
  creator: { label: columns.creator },
  platform: { label: columns.platform },
  followers: { label: columns.followers, isNumber: true },
  email: { label: columns.email },
  matched: { label: columns.matched },
  foundBy: { label: columns.foundBy },
  seenIn: { label: columns.seenIn },
} as const satisfies Record<string, StackColumn>;
