"use client";

import { Pill } from "@mantine/core";
import type { ReactNode } from "react";

/** The crosses of the chips in a list. */
export const PILL_REMOVE = ".mantine-Pill-remove";

/** A chip whose cross the keyboard reaches too. */
export function RemovablePill({
  removeLabel,
  onRemove,
  children,
}: {
  removeLabel: string;
  onRemove: () => void;
  children: ReactNode;
}) {
  return (
    <Pill
      size="md"
      withRemoveButton
      onRemove={onRemove}
      removeButtonProps={{ "aria-label": removeLabel, "aria-hidden": false, tabIndex: 0 }}
    >
      {children}
    </Pill>
  );
}
