import { useEffect, useRef } from "react";
import type { RunRow } from "../run-rows.ts";

/** Brings the row into sight when the keyboard comes to it; rows that come in move nothing. */
export function useScrollTo(
  scrollToIndex: (index: number) => void,
  { rows, activeKey, perLine = 1 }: { rows: readonly RunRow[]; activeKey: string | null; perLine?: number },
): void {
  const latest = useRef({ rows, perLine });
  latest.current = { rows, perLine };
  useEffect(() => {
    if (activeKey === null) return;
    const index = latest.current.rows.findIndex(({ key }) => key === activeKey);
    if (index >= 0) scrollToIndex(Math.floor(index / latest.current.perLine));
  }, [activeKey, scrollToIndex]);
}
