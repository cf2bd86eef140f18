"use client";

import type { EstimateBody } from "#lib/search-engine/estimate.types.ts";
import { estimateNotes, estimateSentence, judgeEstimates } from "./estimate-text.ts";
import { useEstimates } from "./use-estimates.ts";

/** What the form as it stands would cost. It informs: whatever it says or fails to say, the search can be sent. */
export function EstimateLine({
  bodies,
  names,
}: {
  bodies: readonly EstimateBody[];
  names: Readonly<Record<string, string>>;
}) {
  const { estimates, error, isLoading } = useEstimates(bodies);
  return (
    <div className="estimate" role="status" aria-busy={isLoading}>
      {error ? (
        <p className="quiet">No estimate: {error.message}</p>
      ) : (
        estimates && <Estimate estimates={estimates} names={names} />
      )}
    </div>
  );
}

function Estimate({
  estimates,
  names,
}: {
  estimates: Parameters<typeof judgeEstimates>[0];
  names: Readonly<Record<string, string>>;
}) {
  const run = judgeEstimates(estimates);
  const nameOf = (platform: string) => names[platform] ?? platform;
  const notes = estimateNotes(run, nameOf);
  return (
    <>
      <p>{estimateSentence(run, nameOf)}</p>
      {notes.length > 0 && (
        <ul>
          {notes.map((note) => (
            <li key={note}>{note}</li>
          ))}
        </ul>
      )}
    </>
  );
}
