"use client";

import { type Dispatch, type SetStateAction, useMemo, useState } from "react";

/** The keys of the rows that are selected. */
export type Selection = ReadonlySet<string>;

export interface SelectionControl {
  selection: Selection;
  setSelection: Dispatch<SetStateAction<Selection>>;
}

const NONE: Selection = new Set();

/** Which rows are selected; they stay so when they are out of sight or filtered out. */
export function useSelection(): SelectionControl & { clear: () => void } {
  const [selection, setSelection] = useState(NONE);
  return useMemo(() => ({ selection, setSelection, clear: () => setSelection(NONE) }), [selection]);
}

/** The selection with or without those keys. */
export function withKeys(known: Selection, keys: Iterable<string>, isSelected: boolean): Selection {
  const next = new Set(known);
  for (const key of keys) {
    if (isSelected) next.add(key);
    else next.delete(key);
  }
  return next;
}
