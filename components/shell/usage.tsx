"use client";

import { Anchor, Progress, Skeleton, Stack, Text } from "@mantine/core";
import type { UsageAnswer } from "#lib/usage/usage.types.ts";
import { useFormats } from "../locale.tsx";
import { shell as shellWords } from "../messages/shell.ts";
import { Region } from "../region-error.tsx";
import { useApi } from "../use-api.ts";
import { useIsHydrated } from "../use-is-hydrated.ts";

const REFRESH_MS = 30_000;
const PERCENT = 100;
/** Of the month's creators; below that the bar warns. */
const LEFT_LOW = 0.1;
const { usage: words } = shellWords;

/** What is left of the month, wherever one is. */
export function Usage() {
  return (
    <section aria-label={words.label}>
      <Region>
        <UsageNow />
      </Region>
    </section>
  );
}

function UsageNow() {
  const { data, error, refresh } = useApi<UsageAnswer>("/api/v2/usage", { refreshMs: REFRESH_MS });
  if (data) return <UsageText usage={data} isOld={error !== null} />;
  if (error === null) {
    return (
      <Stack gap={6} aria-busy="true">
        <Skeleton height={14} width="75%" />
        <Skeleton height={5} />
        <Skeleton height={12} width="55%" />
      </Stack>
    );
  }
  return (
    <Text size="xs" role="alert">
      {words.unknown}{" "}
      <Anchor component="button" type="button" size="xs" onClick={refresh}>
        {shellWords.error.again}
      </Anchor>
    </Text>
  );
}

function UsageText({ usage: { plan, creators }, isOld }: { usage: UsageAnswer; isOld: boolean }) {
  const { exact, date } = useFormats();
  const isHydrated = useIsHydrated();
  const { left, held, granted, resetsAt } = creators;
  const share = granted === 0 ? 0 : left / granted;
  return (
    <Stack gap={4} data-usage>
      <Text size="xs" fw={600} className="tabular">
        {words.left(exact(left), exact(granted))}
      </Text>
      <Progress.Root size={5}>
        <Progress.Section
          value={share * PERCENT}
          color={share < LEFT_LOW ? "yellow" : "tide"}
          aria-label={words.label}
        />
      </Progress.Root>
      {held > 0 && (
        <Text size="xs" c="dimmed" className="tabular">
          {words.held(exact(held))}
        </Text>
      )}
      <Text size="xs" c="dimmed">
        {words.plan(plan.name)}
        {isHydrated && resetsAt !== null && `, ${words.resets(date(resetsAt))}`}
      </Text>
      {isOld && (
        <Text size="xs" role="status">
          {words.old}
        </Text>
      )}
    </Stack>
  );
}
