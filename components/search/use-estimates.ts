"use client";

import { useEffect, useState } from "react";
import useSWR from "swr";
import type { EstimateAnswer, EstimateBody } from "#lib/search-engine/estimate.types.ts";
import { type ApiError, postJson } from "../api-client.ts";

const TYPING_MS = 500;

/**
 * What the searches would cost, once the form has been left alone for a moment. Without keyword, platform or target there is
 * nothing to ask; whatever else is wrong, `error` says of which field.
 */
export function useEstimates(bodies: readonly EstimateBody[]) {
  const isFilled =
    bodies.length > 0 &&
    bodies.every(({ keywords, targetResults }) => keywords.length > 0 && targetResults > 0);
  const text = isFilled ? JSON.stringify(bodies) : null;
  const asked = useSettled(text, TYPING_MS);
  const { data, error, isLoading } = useSWR<EstimateAnswer[], ApiError>(
    isFilled && asked !== null ? ["estimate", asked] : null,
    ([, text]: [string, string]) => askAll(JSON.parse(text)),
    { keepPreviousData: true, revalidateOnFocus: false, shouldRetryOnError: false, dedupingInterval: 0 },
  );
  return {
    estimates: isFilled && !error ? data : undefined,
    error: isFilled && asked === text ? error : undefined,
    /** Also while what is shown is of the form as it was before. */
    isAsking: isLoading || (isFilled && asked !== text),
  };
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
