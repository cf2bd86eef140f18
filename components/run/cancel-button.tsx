"use client";

import { Button, Text } from "@mantine/core";
import { IconPlayerStop } from "@tabler/icons-react";
import { useState } from "react";
import type { JobSummary } from "#lib/search-engine/types.ts";
import { ApiError, getJson } from "../api-client.ts";
import { run as runWords } from "../messages/run.ts";

const CONFLICT = 409;
const { cancel: words } = runWords;

/** Ends searches early. What was delivered so far stays. */
export function CancelButton({
  jobIds,
  label,
  isSmall = false,
  onCancelled,
}: {
  jobIds: readonly string[];
  label: string;
  isSmall?: boolean;
  onCancelled: () => void;
}) {
  const [isAsking, setIsAsking] = useState(false);
  const [error, setError] = useState<string | null>(null);

  async function ask() {
    setIsAsking(true);
    setError(null);
    try {
      await Promise.all(jobIds.map(cancelJob));
    } catch (failure) {
      setError(words.failed(failure instanceof ApiError ? failure.message : String(failure)));
    }
    setIsAsking(false);
    onCancelled();
  }

  return (
    <>
      {error !== null && (
        <Text size="sm" c="red" role="alert">
          {error}
        </Text>
      )}
      {isSmall ? (
        <Button
          variant="default"
          size="compact-sm"
          leftSection={<IconPlayerStop size={13} aria-hidden />}
          onClick={ask}
          disabled={isAsking}
          aria-label={label}
          title={label}
        >
          {words.short}
        </Button>
      ) : (
        <Button
          variant="default"
          size="xs"
          leftSection={<IconPlayerStop size={15} aria-hidden />}
          onClick={ask}
          disabled={isAsking}
        >
          {isAsking ? words.asking : label}
        </Button>
      )}
    </>
  );
}

/** One that has ended by itself meanwhile needs no stopping. @throws ApiError */
async function cancelJob(jobId: string): Promise<void> {
  try {
    await getJson<JobSummary>(`/api/v2/jobs/${jobId}`, { method: "DELETE" });
  } catch (error) {
    if (!(error instanceof ApiError && error.status === CONFLICT)) throw error;
  }
}
