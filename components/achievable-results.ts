const keyOf = (runId: string) => `shoal.achievable.${runId}`;

/** Keeps for this tab what the answer to a dispatch said; a browser without storage shows no notice. */
export function rememberAchievable(runId: string, achievableResults: number): void {
  try {
    sessionStorage.setItem(keyOf(runId), String(achievableResults));
  } catch {
    // Storage is full or switched off.
  }
}

/** The most creators that the platform's page limits allow, where they are fewer than were wanted. */
export function recallAchievable(runId: string): number | null {
  try {
    const text = sessionStorage.getItem(keyOf(runId)) ?? "";
    return /^\d+$/.test(text) ? Number(text) : null;
  } catch {
    return null;
  }
}
