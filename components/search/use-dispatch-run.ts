"use client";

import { useRef, useState } from "react";
import type { DispatchAnswer, DispatchBody } from "#lib/search-engine/types.ts";
import { ApiError, postJson } from "../api-client.ts";
import { search as searchWords } from "../messages/search.ts";
import type { RunDispatch } from "./dispatch-run.ts";
import { RepeatableDispatch } from "./repeatable-dispatch.ts";

type Begun = RunDispatch & { runId: string };

/** Sends the searches of a run. The same sent again, because an answer did not come, begins none of them twice. */
export function useDispatchRun() {
  const [isSending, setIsSending] = useState(false);
  const [error, setError] = useState<ApiError | null>(null);
  const repeatable = useRef(new RepeatableDispatch(postDispatch));

  /** Null where the form is to be sent again: `error` says why. */
  async function dispatch(bodies: DispatchBody[]): Promise<Begun | null> {
    setIsSending(true);
    setError(null);
    const sent = await sendAll(repeatable.current, bodies);
    if ("run" in sent) {
      repeatable.current.forget();
      return sent.run;
    }
    setError(sent.error);
    setIsSending(false);
    return null;
  }

  return { dispatch, isSending, error };
}

function postDispatch(body: DispatchBody, key: string): Promise<DispatchAnswer> {
  return postJson<DispatchAnswer>("/api/v2/dispatch", body, { "Idempotency-Key": key });
}

async function sendAll(
  repeatable: RepeatableDispatch,
  bodies: DispatchBody[],
): Promise<{ run: Begun } | { error: ApiError }> {
  if (bodies.length === 0) {
    return { error: new ApiError(0, "bad_request", searchWords.platforms.none, "platform") };
  }
  try {
    const run = await repeatable.dispatch(bodies);
    const lost = run.refused.find(({ error }) => error.isTransient);
    const { runId } = run;
    if (lost && run.begun.length > 0) return { error: partlySent(lost.error) };
    const [first] = run.refused;
    if (runId === null || run.begun.length === 0) return { error: first?.error ?? notSent() };
    return { run: { ...run, runId } };
  } catch {
    return { error: notSent() };
  }
}

function notSent(): ApiError {
  return new ApiError(0, "unknown", searchWords.error.notSent);
}

function partlySent({ status, code, message }: ApiError): ApiError {
  return new ApiError(status, code, searchWords.error.partly(message));
}
