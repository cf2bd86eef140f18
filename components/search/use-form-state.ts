"use client";

import { useRouter } from "next/navigation";
import { useState } from "react";
import type { EstimateAnswer } from "#lib/search-engine/estimate.types.ts";
import type { ApiError } from "../api-client.ts";
import { useFormats } from "../locale.tsx";
import { type RunNotes, rememberNotes } from "../run-notes.ts";
import type { RunDispatch } from "./dispatch-run.ts";
import type { EstimateView } from "./estimate-panel.tsx";
import { judgeEstimates } from "./estimate-text.ts";
import { isFieldError } from "./field-error.ts";
import { type SearchQuery, toBodies } from "./search-request.ts";
import { useDispatchRun } from "./use-dispatch-run.ts";
import { useEstimates } from "./use-estimates.ts";

export interface FormState {
  estimate: EstimateView;
  allowance: EstimateAnswer["allowance"] | null;
  /** What is wrong with a field: found at the press, or foreseen by the estimate. */
  refusal: ApiError | null;
  /** What went wrong otherwise with the last press. */
  fault: ApiError | null;
  isSending: boolean;
  /** Counts the presses that a field refused: at each, the focus moves there. */
  refusedCount: number;
  submit: () => Promise<void>;
}

/** What is known of the search that the form asks for, and its press. */
export function useFormState(query: SearchQuery, platforms: readonly string[]): FormState {
  const router = useRouter();
  const formats = useFormats();
  const bodies = toBodies(query, platforms);
  const text = JSON.stringify(bodies);
  const { estimates, error: estimateError = null, isAsking } = useEstimates(bodies);
  const { dispatch, isSending, error } = useDispatchRun();
  const [sentText, setSentText] = useState("");
  const [refusedCount, setRefusedCount] = useState(0);

  async function submit() {
    if (isSending) return;
    setSentText(text);
    const run = await dispatch(bodies);
    if (run === null) {
      setRefusedCount((count) => count + 1);
      return;
    }
    rememberNotes(run.runId, notesOf(run));
    router.push(`/search/${run.runId}`);
  }

  const refusals = [sentText === text ? error : null, estimateError];
  return {
    estimate: { run: estimates ? judgeEstimates(estimates, formats) : null, error: estimateError, isAsking },
    allowance: estimates?.[0]?.allowance ?? null,
    refusal: refusals.find(isFieldError) ?? null,
    fault: error && !isFieldError(error) ? error : null,
    isSending,
    refusedCount,
    submit,
  };
}

function notesOf({ begun, refused }: RunDispatch): RunNotes {
  return {
    achievable: Object.fromEntries(
      begun.flatMap(({ platform, answer: { achievableResults } }) =>
        achievableResults === undefined ? [] : [[platform, achievableResults]],
      ),
    ),
    refused: refused.map(({ platform, error }) => ({ platform, message: error.message })),
  };
}
