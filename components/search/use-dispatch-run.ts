"use client";

import { useRef, useState } from "react";
import type { DispatchAnswer, DispatchBody } from "#lib/search-engine/types.ts";
import { ApiError, postJson } from "../api-client.ts";
import { dispatchRun, type RunDispatch } from "./dispatch-run.ts";

type Begun = RunDispatch & { runId: string };

/**
 * Sends the searches of a run. The same sent again, because an answer did not come, begins none of them twice:
 * each platform keeps its Idempotency-Key as long as the form says the same.
 */
export function useDispatchRun() {
  const [isSending, setIsSending] = useState(false);
  const [error, setError] = useState<ApiError | null>(null);
  const sent = useRef({ text: "", keys: new Map<string, string>() });

  /** Null where the form is to be sent again: `error` says why. */
  async function dispatch(bodies: DispatchBody[]): Promise<Begun | null> {
    const text = JSON.stringify(bodies);
    if (sent.current.text !== text) sent.current = { text, keys: new Map() };
    const { keys } = sent.current;
    setIsSending(true);
    setError(null);
    const fault = await sendAll(bodies, keys);
    if ("run" in fault) {
      sent.current = { text: "", keys: new Map() };
      return fault.run;
    }
    setError(fault.error);
    setIsSending(false);
    return null;
  }

  return { dispatch, isSending, error };
}

async function sendAll(
  bodies: DispatchBody[],
  keys: Map<string, string>,
): Promise<{ run: Begun } | { error: ApiError }> {
  if (bodies.length === 0) {
    return { error: new ApiError(0, "bad_request", "Choose at least one platform.", "platform") };
  }
  const send = (body: DispatchBody) => {
    const key = keys.get(body.platform) ?? crypto.randomUUID();
    keys.set(body.platform, key);
    return postJson<DispatchAnswer>("/api/v2/dispatch", body, { "Idempotency-Key": key });
  };
  try {
    const run = await dispatchRun(bodies, send);
    const lost = run.refused.find(({ error }) => error.isTransient);
    const { runId } = run;
    if (lost && run.begun.length > 0) return { error: partlySent(lost.error) };
    const [first] = run.refused;
    if (runId === null) return { error: first?.error ?? notSent() };
    return { run: { ...run, runId } };
  } catch {
    return { error: notSent() };
  }
}

function notSent(): ApiError {
  return new ApiError(0, "unknown", "The search was not sent.");
}

function partlySent({ status, code, message }: ApiError): ApiError {
  const advice = "A part of the searches has begun. Search again to send the rest: nothing is begun twice.";
  return new ApiError(status, code, `${message} ${advice}`);
}
