"use client";

import { Button, Text } from "@mantine/core";
import { IconRotate } from "@tabler/icons-react";
import type { RetryScope } from "#lib/search-engine/types.ts";
import { useFormats } from "../locale.tsx";
import { jobs as jobsWords } from "../messages/jobs.ts";
import { useJobAct } from "./use-job-act.ts";

const { acts } = jobsWords;

/** Does again just what failed, as another search of the same run. Nothing where nothing failed. */
export function RetryButton({
  jobId,
  canRetry,
  onDone,
}: {
  jobId: string;
  canRetry: RetryScope;
  onDone: () => void;
}) {
  const { exact } = useFormats();
  const { act, isAsking, error } = useJobAct(`/api/v2/jobs/${jobId}/retry`);
  const count = canRetry.keywords + canRetry.creators + Number(canRetry.expansion);
  if (count === 0) return null;
  return (
    <>
      <Button
        size="xs"
        variant="light"
        color="coral"
        leftSection={<IconRotate size={15} aria-hidden />}
        disabled={isAsking}
        title={acts.retryHint(exact(canRetry.keywords), exact(canRetry.creators))}
        onClick={async () => {
          if (await act()) onDone();
        }}
      >
        {isAsking ? acts.working : acts.retry(exact(count))}
      </Button>
      {error !== null && (
        <Text size="sm" c="red" role="alert">
          {error}
        </Text>
      )}
    </>
  );
}
