"use client";

import { Anchor, Badge, Group, Text } from "@mantine/core";
import Link from "next/link";
import type { CampaignCreator } from "#lib/campaigns/campaigns.types.ts";
import { useFormats } from "../../locale.tsx";
import { campaigns as campaignsWords } from "../../messages/campaigns.ts";
import { Moment } from "../../moment.tsx";
import { Value } from "../../run/results/cells.tsx";
import styles from "./creator-line.module.css";

const SHOWN_MAX = 3;
const { creators: words } = campaignsWords;

export function EmailCell({ creator }: { creator: CampaignCreator }) {
  const { exact } = useFormats();
  const [first, ...others] = creator.emails;
  return (
    <Value row={creator} absent={words.noEmail}>
      {first && (
        <Group gap={4} wrap="nowrap" component="span">
          <Anchor
            href={`mailto:${encodeURIComponent(first.address).replace("%40", "@")}`}
            size="sm"
            className={styles.email}
            title={first.address}
          >
            {first.address}
          </Anchor>
          <More values={others.map(({ address }) => address)} text={words.more(exact(others.length))} />
        </Group>
      )}
    </Value>
  );
}

export function MatchedCell({ creator: { keywords } }: { creator: CampaignCreator }) {
  const { exact } = useFormats();
  const more = keywords.slice(SHOWN_MAX);
  return (
    <Group gap={4} component="span" justify="inherit">
      {keywords.slice(0, SHOWN_MAX).map((keyword) => (
        <Badge key={keyword} variant="light" radius="sm" className={styles.chip} title={keyword}>
          {keyword}
        </Badge>
      ))}
      <More values={more} text={words.more(exact(more.length))} />
    </Group>
  );
}

/** Each run once, though several of its searches may have found them. */
export function FoundByCell({ creator: { foundBy } }: { creator: CampaignCreator }) {
  const { exact, date } = useFormats();
  const runs = [...new Map(foundBy.map((found) => [found.runId, found])).values()];
  const more = runs.slice(SHOWN_MAX);
  return (
    <span className={styles.links}>
      {runs.slice(0, SHOWN_MAX).map(({ runId, createdAt }) => (
        <Anchor key={runId} component={Link} href={`/search/${runId}`} size="sm">
          <Moment at={createdAt} />
        </Anchor>
      ))}
      <More
        values={more.map(({ createdAt }) => words.runOf(date(createdAt)))}
        text={words.more(exact(more.length))}
      />
    </span>
  );
}

export function SeenInCell({ creator: { seenIn } }: { creator: CampaignCreator }) {
  if (seenIn.length === 0) {
    return (
      <Text component="span" size="sm" c="dimmed">
        {words.nowhere}
      </Text>
    );
  }
  return (
    <span className={styles.links}>
      {seenIn.map(({ campaignId, name }) => (
        <Anchor key={campaignId} component={Link} href={`/campaigns/${campaignId}`} size="sm">
          {name}
        </Anchor>
      ))}
    </span>
  );
}

function More({ values, text }: { values: readonly string[]; text: string }) {
  if (values.length === 0) return null;
  return (
    <Text component="span" size="xs" c="dimmed" title={values.join("\n")}>
      {text}
    </Text>
  );
}
