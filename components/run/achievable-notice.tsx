"use client";

import { useEffect, useState } from "react";
import { recallAchievable } from "../achievable-results.ts";
import { counted } from "../format.ts";

/** For whoever began the run here: that the target cannot be reached. */
export function AchievableNotice({ runId }: { runId: string }) {
  const [achievable, setAchievable] = useState<number | null>(null);
  useEffect(() => setAchievable(recallAchievable(runId)), [runId]);
  if (achievable === null) return null;
  return (
    <p className="notice">
      The platform's page limits allow at most {counted(achievable, "creator")} for these keywords.
    </p>
  );
}
