"use client";

import { Button, Text } from "@mantine/core";
import { IconRefresh } from "@tabler/icons-react";
import { useRouter } from "next/navigation";
import { useRef, useState } from "react";
import type { DispatchAnswer } from "#lib/search-engine/types.ts";
import { ApiError, postJson } from "../api-client.ts";
import { jobs as jobsWords } from "../messages/jobs.ts";

const { acts } = jobsWords;

/** Asks for the same once more, as a run of its own, and leads there. */
export function AgainButton({ jobIds }: { jobIds: readonly string[] }) {
  const router = useRouter();
  const [isAsking, setIsAsking] = useState(false);
  const [error, setError] = useState<string | null>(null);
  // Pressed again after a lost answer, what has begun already is gone on with.
  const sent = useRef({ runId: null as string | null, keys: new Map<string, string>() });

  async function again() {
    setIsAsking(true);
    setError(null);
    try {
      for (const jobId of jobIds) {
        const key = sent.current.keys.get(jobId) ?? crypto.randomUUID();
        sent.current.keys.set(jobId, key);
        const { runId } = sent.current;
        const answer = await postJson<DispatchAnswer>(
          `/api/v2/jobs/${jobId}/again`,
          runId === null ? {} : { runId },
          { "Idempotency-Key": key },
        );
        sent.current.runId ??= answer.runId;
      }
      router.push(`/search/${sent.current.runId}`);
    } catch (failure) {
      setError(acts.failed(failure instanceof ApiError ? failure.message : String(failure)));
      setIsAsking(false);
    }
  }

  return (
    <>
      <Button
        size="xs"
        variant="default"
        leftSection={<IconRefresh size={15} aria-hidden />}
        disabled={isAsking}
        onClick={() => void again()}
      >
        {isAsking ? acts.working : acts.again}
      </Button>
      {error !== null && (
        <Text size="sm" c="red" role="alert">
          {error}
        </Text>
      )}
    </>
  );
}
