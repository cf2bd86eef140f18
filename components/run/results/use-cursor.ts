"use client";

import { type RefObject, useCallback, useState } from "react";
import type { RunRow } from "../run-rows.ts";
import type { ChoiceControl } from "./use-choice.ts";
import { useResultKeys } from "./use-result-keys.ts";
import { type SelectionControl, withKeys } from "./use-selection.ts";

/** Where the keyboard is in the results, which creator is open, and what is selected from there. */
export function useCursor({
  rows,
  setSelection,
  control,
}: {
  rows: RefObject<readonly RunRow[]>;
  setSelection: SelectionControl["setSelection"];
  control: ChoiceControl;
}) {
  const [activeKey, setActiveKey] = useState<string | null>(null);
  const [anchorKey, setAnchorKey] = useState<string | null>(null);
  const { openKey, set } = control;

  const open = useCallback(
    (key: string) => {
      setActiveKey(key);
      void set({ creator: key });
    },
    [set],
  );
  const close = useCallback(() => {
    setActiveKey(openKey);
    void set({ creator: null });
  }, [openKey, set]);

  const move = useCallback(
    (by: 1 | -1) => {
      const at = rows.current.findIndex(({ key }) => key === (activeKey ?? openKey));
      const next = rows.current[Math.max(0, Math.min(rows.current.length - 1, at + by))];
      if (!next) return;
      setActiveKey(next.key);
      // The panel that is open goes along.
      if (openKey !== null) void set({ creator: next.key });
    },
    [rows, activeKey, openKey, set],
  );

  const toggle = useCallback(
    (key: string, isRange: boolean) => {
      const keys = isRange ? between(rows.current, anchorKey ?? key, key) : [key];
      setSelection((known) => withKeys(known, keys, isRange || !known.has(key)));
      setAnchorKey(key);
    },
    [rows, anchorKey, setSelection],
  );

  useResultKeys({
    onMove: move,
    onToggle: (isRange) => activeKey !== null && toggle(activeKey, isRange),
    onOpen: () => activeKey !== null && open(activeKey),
    onClose: () => (openKey === null ? setActiveKey(null) : close()),
  });
  return { activeKey, open, close, move, toggle };
}

function between(rows: readonly RunRow[], one: string, other: string): string[] {
  const ends = [one, other].map((key) => rows.findIndex((row) => row.key === key));
  const [from = 0, to = 0] = ends.sort((first, second) => first - second);
  return from < 0 ? [other] : rows.slice(from, to + 1).map(({ key }) => key);
}
