"use client";

import { useEffect, useState } from "react";
import { counted } from "../format.ts";
import { type RunNotes, recallNotes } from "../run-notes.ts";

/** For whoever began the run here: what was not begun, and where the target cannot be reached. */
export function RunNotice({
  runId,
  begun,
  names,
}: {
  runId: string;
  /** The platforms that the run has searches on. */
  begun: readonly string[];
  names: Readonly<Record<string, string>>;
}) {
  const [notes, setNotes] = useState<RunNotes | null>(null);
  useEffect(() => setNotes(recallNotes(runId)), [runId]);
  if (notes === null) return null;
  // One that was begun after all, from elsewhere, is not missing.
  const missing = notes.refused.filter(({ platform }) => !begun.includes(platform));
  const achievable = Object.entries(notes.achievable).map(
    ([platform, count]) => `${counted(count, "creator")} on ${names[platform] ?? platform}`,
  );
  return (
    <>
      {missing.map(({ platform, message }) => (
        <p key={platform} className="notice">
          Not begun on {names[platform] ?? platform}: {message}
        </p>
      ))}
      {achievable.length > 0 && (
        <p className="notice">Page limits allow at most {achievable.join(", ")} for these keywords.</p>
      )}
    </>
  );
}
