/** What the answers to the dispatches of a run said that no job tells. */
export interface RunNotes {
  /** The most creators that a platform's page limits allow, where they are fewer than were wanted. */
  achievable: Readonly<Record<string, number>>;
  /** Platforms that were not begun, and why. */
  refused: readonly { platform: string; message: string }[];
}

const keyOf = (runId: string) => `shoal.run-notes.${runId}`;

/** Keeps them for this tab, reloads included; a browser without storage shows none. */
export function rememberNotes(runId: string, notes: RunNotes): void {
  try {
    sessionStorage.setItem(keyOf(runId), JSON.stringify(notes));
  } catch {
    // Storage is full or switched off.
  }
}

/** Null where there are none, or none that can be read. */
export function recallNotes(runId: string): RunNotes | null {
  try {
    const stored: unknown = JSON.parse(sessionStorage.getItem(keyOf(runId)) ?? "null");
    return isNotes(stored) ? stored : null;
  } catch {
    return null;
  }
}

function isNotes(value: unknown): value is RunNotes {
  if (!isRecord(value) || !isRecord(value.achievable) || !Array.isArray(value.refused)) return false;
  return (
    Object.values(value.achievable).every(Number.isInteger) &&
    value.refused.every(
      (entry) => isRecord(entry) && typeof entry.platform === "string" && typeof entry.message === "string",
    )
  );
}

function isRecord(value: unknown): value is Record<string, unknown> {
  return typeof value === "object" && value !== null;
}
