"use client";

import { useState } from "react";
import { isTerminal, type JobSummary } from "#lib/search-engine/types.ts";
import { ApiError, getJson } from "../api-client.ts";
import { phaseName } from "../progress-text.ts";

type Cancel = { step: "ready" } | { step: "asking" } | { step: "answered"; text: string };

/** Ends a search early. What was delivered so far stays. */
export function CancelButton({
  jobId,
  hasEnded,
  onCancelled,
}: {
  jobId: string;
  hasEnded: boolean;
  onCancelled: () => void;
}) {
  const [cancel, setCancel] = useState<Cancel>({ step: "ready" });

  async function ask() {
    setCancel({ step: "asking" });
    try {
      const job = await getJson<JobSummary>(`/api/v2/jobs/${jobId}`, { method: "DELETE" });
      setCancel({ step: "answered", text: isTerminal(job.status) ? phaseName(job.status) : "Stopping…" });
      onCancelled();
    } catch (error) {
      const reason = error instanceof ApiError ? error.message : "Something went wrong.";
      setCancel({ step: "answered", text: `Not cancelled: ${reason}` });
    }
  }

  return (
    <div className="cancel">
      {!hasEnded && (
        <button type="button" onClick={ask} disabled={cancel.step === "asking"}>
          {cancel.step === "asking" ? "Cancelling…" : "Cancel search"}
        </button>
      )}
      <span role="status">{cancel.step === "answered" && !hasEnded && cancel.text}</span>
    </div>
  );
}
