"use client";

import { useEffect, useState } from "react";
import useSWR from "swr";
import {
  type EstimateAnswer,
  type EstimateBody,
  estimateBodySchema,
} from "#lib/search-engine/estimate.types.ts";
import { postJson } from "../api-client.ts";

const TYPING_MS = 500;

/** What the searches would cost, once the form has been left alone for a moment and says something valid. */
export function useEstimates(bodies: readonly EstimateBody[]) {
  const isValid = bodies.length > 0 && bodies.every((body) => estimateBodySchema.safeParse(body).success);
  const asked = useSettled(isValid ? JSON.stringify(bodies) : null, TYPING_MS);
  const { data, error, isLoading } = useSWR<EstimateAnswer[], Error>(
    isValid && asked !== null ? ["estimate", asked] : null,
    ([, text]: [string, string]) => askAll(JSON.parse(text)),
    { keepPreviousData: true, revalidateOnFocus: false, shouldRetryOnError: false, dedupingInterval: 0 },
  );
  return { estimates: isValid ? data : undefined, error: isValid ? error : undefined, isLoading };
}

function askAll(bodies: EstimateBody[]): Promise<EstimateAnswer[]> {
  return Promise.all(bodies.map((body) => postJson<EstimateAnswer>("/api/v2/estimate", body)));
}

/** Follows a value that has stayed the same for `forMs`; null at once. */
function useSettled(value: string | null, forMs: number): string | null {
  const [settled, setSettled] = useState<string | null>(null);
  useEffect(() => {
    const timer = setTimeout(() => setSettled(value), value === null ? 0 : forMs);
    return () => clearTimeout(timer);
  }, [value, forMs]);
  return settled;
}
