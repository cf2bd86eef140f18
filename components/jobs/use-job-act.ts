"use client";

import { useRef, useState } from "react";
import type { DispatchAnswer } from "#lib/search-engine/types.ts";
import { ApiError, postJson } from "../api-client.ts";
import { jobs as jobsWords } from "../messages/jobs.ts";

const { acts } = jobsWords;

/**
 * Sends an act on a job, once: pressed again because no answer came, it carries the same key and begins nothing twice.
 */
export function useJobAct(path: string) {
  const [isAsking, setIsAsking] = useState(false);
  const [error, setError] = useState<string | null>(null);
  const key = useRef<string | null>(null);

  /** Null where it was refused or did not arrive: `error` says why. */
  async function act(body: object = {}): Promise<DispatchAnswer | null> {
    setIsAsking(true);
    setError(null);
    key.current ??= crypto.randomUUID();
    try {
      const answer = await postJson<DispatchAnswer>(path, body, { "Idempotency-Key": key.current });
      key.current = null;
      return answer;
    } catch (failure) {
      if (failure instanceof ApiError && !failure.isTransient) key.current = null;
      setError(acts.failed(failure instanceof ApiError ? failure.message : String(failure)));
      return null;
    } finally {
      setIsAsking(false);
    }
  }

  return { act, isAsking, error };
}
