"use client";

import { useDebouncedValue } from "@mantine/hooks";

const TYPING_MS = 300;

/** The text once its writer pauses: an answer for each letter would be asked for in vain. */
export function useDebouncedText(text: string): string {
  const [settled] = useDebouncedValue(text, TYPING_MS);
  return settled;
}
