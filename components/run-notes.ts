import { z } from "zod";

/** What the answers to the dispatches of a run said that no job tells. */
const notesSchema = z.object({
  /** The most creators that a platform's page limits allow, where they are fewer than were wanted. */
  achievable: z.record(z.string(), z.int()),
  /** Platforms that were not begun, and why. */
  refused: z.array(z.object({ platform: z.string(), message: z.string() })),
});
export type RunNotes = z.infer<typeof notesSchema>;

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
    return notesSchema.safeParse(stored).data ?? null;
  } catch {
    return null;
  }
}
