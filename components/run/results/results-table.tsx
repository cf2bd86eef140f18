"use client";

import { useVirtualizer } from "@tanstack/react-virtual";
import { type Dispatch, type RefObject, type SetStateAction, useEffect } from "react";
import { results as resultsWords } from "../../messages/results.ts";
import type { RunRow } from "../run-rows.ts";
import type { Sort } from "./choice.ts";
import type { Column } from "./columns.tsx";
import styles from "./results-table.module.css";
import { HEADER_PX, TableHead } from "./table-head.tsx";
import { SELECT_WIDTH, TableRow } from "./table-row.tsx";
import { useScrollTo } from "./use-scroll-to.ts";
import type { Selection } from "./use-selection.ts";

const OVERSCAN_ROWS = 8;

export interface TableProps {
  rows: readonly RunRow[];
  columns: readonly Column[];
  selection: Selection;
  setSelection: Dispatch<SetStateAction<Selection>>;
  rowPx: number;
  sort: Sort | null;
  onSort: (sort: Sort | null) => void;
  /** The row that the keyboard is at. */
  activeKey: string | null;
  openKey: string | null;
  onOpen: (key: string) => void;
  onToggle: (key: string, isRange: boolean) => void;
  scroller: RefObject<HTMLDivElement | null>;
  onScrolled: (isScrolled: boolean) => void;
}

/** Only the rows in sight are in the document; a screen reader is told of all of them. */
export function ResultsTable(props: TableProps) {
  const { rows, columns, selection, rowPx, activeKey, scroller, onScrolled } = props;
  const virtualizer = useVirtualizer({
    count: rows.length,
    getScrollElement: () => scroller.current,
    estimateSize: () => rowPx,
    overscan: OVERSCAN_ROWS,
    // Rows begin below the header, of which the virtualizer knows nothing.
    scrollPaddingEnd: HEADER_PX,
  });
  useEffect(() => {
    if (rowPx > 0) virtualizer.measure();
  }, [virtualizer, rowPx]);
  useScrollTo(virtualizer.scrollToIndex, { rows, activeKey });
  const items = virtualizer.getVirtualItems();
  const before = items[0]?.start ?? 0;
  const after = virtualizer.getTotalSize() - (items.at(-1)?.end ?? 0);
  const width = SELECT_WIDTH + columns.reduce((sum, column) => sum + column.width, 0);
  return (
    <section
      ref={scroller}
      className={styles.scroller}
      aria-label={resultsWords.label}
      // biome-ignore lint/a11y/noNoninteractiveTabindex: a region that scrolls must be reachable by keyboard
      tabIndex={0}
      onScroll={(event) => onScrolled(event.currentTarget.scrollTop > 0)}
    >
      <table className={styles.table} style={{ width }} aria-rowcount={rows.length + 1}>
        <TableHead
          columns={columns}
          rows={rows}
          selection={selection}
          setSelection={props.setSelection}
          sort={props.sort}
          onSort={props.onSort}
        />
        <tbody>
          <Space height={before} />
          {items.map(({ index }) => {
            const row = rows[index];
            return (
              row && (
                <TableRow
                  key={row.key}
                  row={row}
                  index={index}
                  columns={columns}
                  rowPx={rowPx}
                  isSelected={selection.has(row.key)}
                  isActive={row.key === activeKey}
                  isOpen={row.key === props.openKey}
                  onOpen={props.onOpen}
                  onToggle={props.onToggle}
                />
              )
            );
          })}
          <Space height={after} />
        </tbody>
      </table>
    </section>
  );
}

/** Stands for the rows that are not in the document. */
function Space({ height }: { height: number }) {
  if (height <= 0) return null;
  return (
    <tr aria-hidden>
      <td style={{ height, padding: 0 }} />
    </tr>
  );
}
