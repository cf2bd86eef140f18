"use client";

import type { RowSelectionState } from "@tanstack/react-table";
import { useVirtualizer } from "@tanstack/react-virtual";
import { type RefObject, useEffect, useMemo } from "react";
import { messages } from "../../messages/index.ts";
import type { RunRow } from "../run-rows.ts";
import { Check } from "./check.tsx";
import type { Sort } from "./choice.ts";
import { columnOf } from "./columns.tsx";
import { HeaderCell } from "./header-cell.tsx";
import styles from "./results-table.module.css";
import { SELECT_WIDTH, TableRow } from "./table-row.tsx";
import { useScrollTo } from "./use-scroll-to.ts";
import type { TableControl } from "./use-table.ts";

const HEADER_PX = 40;
const OVERSCAN_ROWS = 8;

export interface TableProps {
  rows: readonly RunRow[];
  results: TableControl;
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
  const { rows, results, rowPx, sort, onSort, activeKey, scroller, onScrolled } = props;
  const columns = results.table.getVisibleLeafColumns().map(({ id }) => columnOf(id));
  const columnKey = columns.map(({ id }) => id).join();
  // biome-ignore lint/correctness/useExhaustiveDependencies: the key names the columns; rows keep the same array
  const shown = useMemo(() => columns, [columnKey]);
  const virtualizer = useVirtualizer({
    count: rows.length,
    getScrollElement: () => scroller.current,
    estimateSize: () => rowPx,
    getItemKey: (index) => rows[index]?.key ?? index,
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
  const width = SELECT_WIDTH + shown.reduce((sum, column) => sum + column.width, 0);
  const selectedShown = rows.reduce((count, { key }) => count + Number(results.selection[key] === true), 0);
  return (
    <section
      ref={scroller}
      className={styles.scroller}
      aria-label={messages.results.label}
      // biome-ignore lint/a11y/noNoninteractiveTabindex: a region that scrolls must be reachable by keyboard
      tabIndex={0}
      onScroll={(event) => onScrolled(event.currentTarget.scrollTop > 0)}
    >
      <table className={styles.table} style={{ width }} aria-rowcount={rows.length + 1}>
        <thead>
          <tr style={{ height: HEADER_PX }} aria-rowindex={1}>
            <th style={{ width: SELECT_WIDTH }} className={styles.select}>
              <Check
                aria-label={messages.results.selectAll}
                checked={rows.length > 0 && selectedShown === rows.length}
                isMixed={selectedShown > 0 && selectedShown < rows.length}
                onChange={(event) => {
                  const isSelected = event.currentTarget.checked;
                  results.setSelection((known) => withAll(known, rows, isSelected));
                }}
              />
            </th>
            {shown.map((column) => (
              <HeaderCell key={column.id} column={column} sort={sort} onSort={onSort} />
            ))}
          </tr>
        </thead>
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
                  columns={shown}
                  rowPx={rowPx}
                  isSelected={results.selection[row.key] === true}
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

function withAll(known: RowSelectionState, rows: readonly RunRow[], isSelected: boolean): RowSelectionState {
  const next = { ...known };
  for (const { key } of rows) {
    if (isSelected) next[key] = true;
    else delete next[key];
  }
  return next;
}
