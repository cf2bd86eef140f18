"use client";

import { useRef, useState } from "react";
import type { DispatchAnswer, DispatchBody } from "#lib/search-engine/types.ts";
import { ApiError, postJson } from "../api-client.ts";

/** Sends a search. The same search sent again, because no answer came, is still one search. */
export function useDispatch() {
  const [isSending, setIsSending] = useState(false);
  const [error, setError] = useState<ApiError | null>(null);
  const sent = useRef({ text: "", key: "" });

  async function dispatch(body: DispatchBody): Promise<DispatchAnswer | null> {
    const text = JSON.stringify(body);
    if (sent.current.text !== text) sent.current = { text, key: crypto.randomUUID() };
    setIsSending(true);
    setError(null);
    try {
      const headers = { "Idempotency-Key": sent.current.key };
      const answer = await postJson<DispatchAnswer>("/api/v2/dispatch", body, headers);
      sent.current = { text: "", key: "" };
      return answer;
    } catch (cause) {
      setError(cause instanceof ApiError ? cause : new ApiError(0, "unknown", "The search was not sent."));
      setIsSending(false);
      return null;
    }
  }

  return { dispatch, isSending, error };
}
