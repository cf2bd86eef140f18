"use client";

import { Anchor, Group, Stack, Text } from "@mantine/core";
import Link from "next/link";
import type { CampaignRun } from "#lib/campaigns/campaigns.types.ts";
import { useFormats } from "../locale.tsx";
import { campaigns as campaignsWords } from "../messages/campaigns.ts";
import { run as runWords } from "../messages/run.ts";
import { Moment } from "../moment.tsx";
import { PhaseBadge } from "../run/overview/phase-badge.tsx";
import styles from "./runs.module.css";

const KEYWORDS_SHOWN = 5;
const { runs: words } = campaignsWords;
const { counts } = runWords;

/** A run: what was asked, where, how far each of its searches is, and what it cost. */
export function CampaignRunLine({
  run,
  platformNames,
}: {
  run: CampaignRun;
  platformNames: Readonly<Record<string, string>>;
}) {
  const { exact } = useFormats();
  const keywords = [...new Set(run.jobs.flatMap((job) => job.keywords))];
  const more = keywords.length - KEYWORDS_SHOWN;
  const cost = run.jobs.reduce((sum, job) => sum + job.cost, 0);
  return (
    <Stack gap={6} data-run={run.runId}>
      <Group justify="space-between" gap="xs">
        <Anchor component={Link} href={`/search/${run.runId}`} fw={600} size="sm" title={keywords.join(", ")}>
          {words.title(keywords.slice(0, KEYWORDS_SHOWN).join(", "), more > 0 ? exact(more) : null)}
        </Anchor>
        <Text size="xs" c="dimmed" component="div">
          <Moment at={run.createdAt} /> {words.begun(run.userName)} · {words.cost(exact(cost))}
        </Text>
      </Group>
      <Group component="ul" gap="md" className={styles.parts}>
        {run.jobs.map(({ jobId, platform, status, progress }) => (
          <Group key={jobId} component="li" gap={6}>
            <Text size="sm">{platformNames[platform] ?? platform}</Text>
            <PhaseBadge status={status} size="sm" />
            <Text size="xs" c="dimmed" className="tabular">
              {words.found(exact(progress.creatorsFound), exact(progress.targetResults))} ·{" "}
              {counts.emails(exact(progress.emailsFound))}
            </Text>
          </Group>
        ))}
      </Group>
    </Stack>
  );
}
