"use client";

import { Alert, Button, Group, Text } from "@mantine/core";
import { IconAlertTriangle, IconArchive, IconArchiveOff } from "@tabler/icons-react";
import { campaigns as campaignsWords } from "../messages/campaigns.ts";
import styles from "./change-notice.module.css";
import type { CampaignChange } from "./use-campaign-change.ts";

const { done } = campaignsWords;

/** What became of a campaign, and the way back. It stays until it is dismissed or the next change. */
export function ChangeNotice({ change }: { change: CampaignChange }) {
  return (
    <div role="status" className={styles.notice}>
      {change.outcome && <Outcome change={change} outcome={change.outcome} />}
    </div>
  );
}

function Outcome({
  change,
  outcome: { campaign, isArchived, reason },
}: {
  change: CampaignChange;
  outcome: NonNullable<CampaignChange["outcome"]>;
}) {
  const hasFailed = reason !== null;
  const Icon = hasFailed ? IconAlertTriangle : isArchived ? IconArchive : IconArchiveOff;
  const words = isArchived ? done.archived : done.restored;
  return (
    <Alert color={hasFailed ? "red" : "tide"} icon={<Icon aria-hidden />} data-change>
      <Group justify="space-between" gap="sm">
        <Text size="sm">{hasFailed ? done.failed(campaign.name, reason) : words(campaign.name)}</Text>
        <Group gap="xs">
          {!hasFailed && (
            <Button
              size="xs"
              variant="default"
              loading={change.changingId === campaign.campaignId}
              onClick={() => void change.setArchived(campaign, !isArchived)}
            >
              {done.undo}
            </Button>
          )}
          <Button size="xs" variant="subtle" onClick={change.dismiss}>
            {done.dismiss}
          </Button>
        </Group>
      </Group>
    </Alert>
  );
}
