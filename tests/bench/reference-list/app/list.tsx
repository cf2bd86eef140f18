"use client";

import { useVirtualizer } from "@tanstack/react-virtual";
import { useEffect, useRef, useState } from "react";
import { Line } from "./line.tsx";
import styles from "./list.module.css";
import type { Row } from "./row.ts";

const ROWS = 10_000;
const MORE = 200;
const ROW_PX = 56;
const HEADER_PX = 40;
const OVERSCAN_ROWS = 8;
const COLUMNS = [
  { name: "", width: 44 },
  { name: "Creator", width: 240 },
  { name: "Platform", width: 110 },
  { name: "Followers", width: 116 },
  { name: "Engagement", width: 120 },
  { name: "Views", width: 128 },
  { name: "Matched on", width: 200 },
  { name: "E-mail", width: 250 },
  { name: "Place", width: 160 },
  { name: "Last post", width: 120 },
  { name: "Age", width: 130 },
] as const;

/** Rows that nobody sorts, filters, selects, opens or changes. More come at a press, behind the others. */
export function List() {
  const [rows, setRows] = useState<readonly Row[]>([]);
  const scroller = useRef<HTMLDivElement>(null);
  const virtualizer = useVirtualizer({
    count: rows.length,
    getScrollElement: () => scroller.current,
    estimateSize: () => ROW_PX,
    overscan: OVERSCAN_ROWS,
    scrollPaddingEnd: HEADER_PX,
  });
  const bring = async (after: number, count: number) => {
    const answer = await fetch(`/rows?after=${after}&count=${count}`);
    const more: Row[] = await answer.json();
    setRows((known) => [...known, ...more]);
  };
  // biome-ignore lint/correctness/useExhaustiveDependencies: once
  useEffect(() => void bring(0, ROWS), []);
  const items = virtualizer.getVirtualItems();
  const before = items[0]?.start ?? 0;
  const after = virtualizer.getTotalSize() - (items.at(-1)?.end ?? 0);
  return (
    <main>
      <p data-shown={rows.length}>
        {rows.length}{" "}
        <button type="button" onClick={() => void bring(rows.length, MORE)}>
          more
        </button>
      </p>
      <section ref={scroller} className={styles.scroller} aria-label="Creators">
        <table className={styles.table}>
          <thead>
            <tr>
              {COLUMNS.map(({ name, width }) => (
                <th key={name} style={{ width }}>
                  {name}
                </th>
              ))}
            </tr>
          </thead>
          <tbody>
            <Space height={before} />
            {items.map(({ index }) => {
              const row = rows[index];
              return row && <Line key={row.key} row={row} />;
            })}
            <Space height={after} />
          </tbody>
        </table>
      </section>
    </main>
  );
}

function Space({ height }: { height: number }) {
  if (height <= 0) return null;
  return (
    <tr aria-hidden>
      <td style={{ height, padding: 0 }} />
    </tr>
  );
}
