"use client";

import { Alert, Anchor, Button, Group, Text } from "@mantine/core";
import { IconPlugConnectedX } from "@tabler/icons-react";
import { ApiError } from "../../api-client.ts";
import { run as runWords } from "../../messages/run.ts";

const UNAUTHENTICATED = 401;
const { stale } = runWords;

/** What is shown is old, why, and what happens next. */
export function StaleNotice({
  error,
  isAsking,
  onRetry,
}: {
  error: Error;
  isAsking: boolean;
  onRetry: () => void;
}) {
  const needsSignIn = error instanceof ApiError && error.status === UNAUTHENTICATED;
  const triesAgain = !(error instanceof ApiError) || error.isTransient;
  return (
    <Alert color="yellow" title={stale.title} icon={<IconPlugConnectedX aria-hidden />} role="alert">
      <Group justify="space-between" gap="sm">
        <Text size="sm">
          {stale.text(error.message)} {triesAgain && stale.again}
        </Text>
        {needsSignIn ? (
          <Anchor href={`/sign-in?next=${encodeURIComponent(window.location.pathname)}`} size="sm">
            {stale.signIn}
          </Anchor>
        ) : (
          <Button size="xs" variant="default" onClick={onRetry} disabled={isAsking}>
            {isAsking ? stale.trying : stale.now}
          </Button>
        )}
      </Group>
    </Alert>
  );
}
