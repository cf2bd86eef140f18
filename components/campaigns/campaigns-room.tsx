"use client";

import { Alert, Text } from "@mantine/core";
import { IconInfoCircle } from "@tabler/icons-react";
import type { UsageAnswer } from "#lib/usage/usage.types.ts";
import { useFormats } from "../locale.tsx";
import { campaigns as words } from "../messages/campaigns.ts";

/** How many more campaigns the plan allows; in plain words where that is none. Undefined while it is not known. */
export function CampaignsRoom({ usage }: { usage: UsageAnswer | undefined }) {
  const { exact } = useFormats();
  if (!usage) return null;
  const { used, max } = usage.campaigns;
  if (used < max) {
    return (
      <Text size="sm" c="dimmed">
        {words.room(exact(used), exact(max))}
      </Text>
    );
  }
  return (
    <Alert color="yellow" icon={<IconInfoCircle aria-hidden />} w="100%" data-full>
      {words.full(usage.plan.name, exact(max))}
    </Alert>
  );
}
