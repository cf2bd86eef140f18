"use client";

import { Alert, Anchor, Button, Group, Paper, Stack, Text, Title, UnstyledButton } from "@mantine/core";
import { IconInfoCircle } from "@tabler/icons-react";
import Link from "next/link";
import { parseAsStringLiteral, useQueryState } from "nuqs";
import { LinesSkeleton, LoadError } from "../load-state.tsx";
import { useFormats } from "../locale.tsx";
import { compare as words } from "../messages/compare.ts";
import { Region } from "../region-error.tsx";
import styles from "./compare.module.css";
import { CompareTable } from "./compare-table.tsx";
import { useCompare } from "./use-compare.ts";

const KINDS = ["new", "changed", "gone", "same"] as const;

/** What a run has found beside what the same search found before. */
export function CompareScreen({
  runId,
  keywords,
  platformNames,
}: {
  runId: string;
  keywords: readonly string[];
  platformNames: Readonly<Record<string, string>>;
}) {
  const { exact, dateTime } = useFormats();
  const [kind, setKind] = useQueryState("kind", parseAsStringLiteral(KINDS).withDefault("new"));
  const { first, creators, hasMore, showMore, isAsking, error, refresh } = useCompare(runId, kind);
  return (
    <Stack gap="sm">
      <Anchor component={Link} href={`/search/${runId}`} size="sm">
        {words.back}
      </Anchor>
      <Title order={1}>{words.of(keywords.join(", "))}</Title>
      {error && <LoadError error={error} isAsking={isAsking} onRetry={refresh} />}
      {!first && !error && <LinesSkeleton lines={6} heightPx={56} />}
      {first && first.with === null && (
        <Alert color="gray" title={words.nothing.title} icon={<IconInfoCircle aria-hidden />}>
          {words.nothing.text}
        </Alert>
      )}
      {first && first.with !== null && (
        <Region>
          <Text>
            {words.with(dateTime(first.with.at))}{" "}
            <Anchor component={Link} href={`/search/${first.with.runId}`} underline="always">
              {words.openOther}
            </Anchor>
          </Text>
          {[first.state, first.with.state].includes("running") && (
            <Alert color="yellow" p="xs">
              {words.running}
            </Alert>
          )}
          {[first.state, first.with.state].includes("partial") && (
            <Alert color="yellow" p="xs">
              {words.partial}
            </Alert>
          )}
          <Group gap="sm" role="group" aria-label={words.title}>
            {KINDS.map((each) => (
              <UnstyledButton key={each} onClick={() => void setKind(each)} aria-pressed={kind === each}>
                <Paper
                  withBorder
                  p="sm"
                  radius="md"
                  className={styles.kind}
                  data-chosen={kind === each || undefined}
                >
                  <Text fz="xl" fw={650} className="tabular">
                    {exact(first.counts[each])}
                  </Text>
                  <Text size="sm" fw={550}>
                    {words.kinds[each]}
                  </Text>
                  <Text size="xs" c="dimmed">
                    {words.hints[each]}
                  </Text>
                </Paper>
              </UnstyledButton>
            ))}
          </Group>
          {creators.length === 0 ? (
            <Text py="lg">{words.none(words.kinds[kind].toLowerCase())}</Text>
          ) : (
            <CompareTable creators={creators} platformNames={platformNames} />
          )}
          {hasMore && (
            <Button variant="default" size="sm" mx="auto" disabled={isAsking} onClick={showMore}>
              {words.more}
            </Button>
          )}
        </Region>
      )}
    </Stack>
  );
}
