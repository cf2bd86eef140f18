"use client";

import { Alert, Button, Group, Skeleton, Stack, Text } from "@mantine/core";
import { IconPlugConnectedX } from "@tabler/icons-react";
import { run as runWords } from "./messages/run.ts";

const { stale } = runWords;

/** In place of what is still to come: as many lines as there will be, so that nothing moves when they are there. */
export function LinesSkeleton({ lines, heightPx }: { lines: number; heightPx: number }) {
  return (
    <Stack gap={8} aria-busy="true">
      {Array.from({ length: lines }, (_, index) => (
        // biome-ignore lint/suspicious/noArrayIndexKey: they are all alike
        <Skeleton key={index} height={heightPx - 8} />
      ))}
    </Stack>
  );
}

/** What is shown is old, or missing, and why; it is asked again by itself where that may help. */
export function LoadError({
  error,
  isAsking,
  onRetry,
}: {
  error: Error;
  isAsking: boolean;
  onRetry: () => void;
}) {
  return (
    <Alert color="yellow" title={stale.title} icon={<IconPlugConnectedX aria-hidden />} role="alert" mb="sm">
      <Group justify="space-between" gap="sm">
        <Text size="sm">{stale.text(error.message)}</Text>
        <Button size="xs" variant="default" onClick={onRetry} disabled={isAsking}>
          {isAsking ? stale.trying : stale.now}
        </Button>
      </Group>
    </Alert>
  );
}
