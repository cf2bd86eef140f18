"use client";

import { useState } from "react";
import { isTerminal } from "#lib/search-engine/job-status.types.ts";
import type { JobSummary } from "#lib/search-engine/types.ts";
import { ApiError, getJson } from "../api-client.ts";
import { phaseName } from "../progress-text.ts";

const CONFLICT = 409;

type Cancel = { step: "ready" } | { step: "asking" } | { step: "answered"; text: string };

/** Ends searches early. What was delivered so far stays. */
export function CancelButton({
  jobIds,
  label,
  hasEnded,
  onCancelled,
}: {
  jobIds: readonly string[];
  label: string;
  hasEnded: boolean;
  onCancelled: () => void;
}) {
  const [cancel, setCancel] = useState<Cancel>({ step: "ready" });

  async function ask() {
    setCancel({ step: "asking" });
    try {
      const jobs = await Promise.all(jobIds.map((jobId) => cancelJob(jobId, jobIds.length > 1)));
      const open = jobs.filter((job) => job !== null && !isTerminal(job.status));
      setCancel({ step: "answered", text: open.length > 0 ? "Stopping…" : phaseName("cancelled") });
    } catch (error) {
      const reason = error instanceof ApiError ? error.message : "Something went wrong.";
      setCancel({ step: "answered", text: `Not cancelled: ${reason}` });
    }
    onCancelled();
  }

  return (
    <div className="cancel">
      {!hasEnded && (
        <button type="button" onClick={ask} disabled={cancel.step === "asking"}>
          {cancel.step === "asking" ? "Cancelling…" : label}
        </button>
      )}
      <span role="status">{cancel.step === "answered" && !hasEnded && cancel.text}</span>
    </div>
  );
}

/** Null for one of several that has ended by itself meanwhile. @throws ApiError */
async function cancelJob(jobId: string, isOneOfSeveral: boolean): Promise<JobSummary | null> {
  try {
    return await getJson<JobSummary>(`/api/v2/jobs/${jobId}`, { method: "DELETE" });
  } catch (error) {
    if (isOneOfSeveral && error instanceof ApiError && error.status === CONFLICT) return null;
    throw error;
  }
}
