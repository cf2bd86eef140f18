import { type MouseEvent, memo, useEffect, useRef } from "react";
import { results as resultsWords } from "../../messages/results.ts";
import type { RunRow } from "../run-rows.ts";
import { Check } from "./check.tsx";
import type { Column } from "./columns.tsx";
import styles from "./results-table.module.css";

export const SELECT_WIDTH = 44;

/** Rendered again only when its own row or its place has changed: a run may have thousands. */
export const TableRow = memo(function TableRow({
  row,
  index,
  columns,
  rowPx,
  isSelected,
  isActive,
  isOpen,
  onOpen,
  onToggle,
}: {
  row: RunRow;
  index: number;
  columns: readonly Column[];
  rowPx: number;
  isSelected: boolean;
  isActive: boolean;
  isOpen: boolean;
  onOpen: (key: string) => void;
  onToggle: (key: string, isRange: boolean) => void;
}) {
  const element = useRef<HTMLTableRowElement>(null);
  useEffect(() => {
    // It comes back when the panel is closed; who moves on within the panel stays there.
    const isInPanel = isOpen && document.activeElement?.closest("[data-panel]");
    if (isActive && !isInPanel) element.current?.focus({ preventScroll: true });
  }, [isActive, isOpen]);

  const open = (event: MouseEvent) => {
    if (event.target instanceof Element && event.target.closest("a, button, input, label")) return;
    onOpen(row.key);
  };
  return (
    <tr
      ref={element}
      style={{ height: rowPx }}
      tabIndex={isActive ? 0 : -1}
      aria-rowindex={index + 2}
      aria-selected={isSelected}
      data-key={row.key}
      data-state={row.state}
      data-selected={isSelected || undefined}
      data-open={isOpen || undefined}
      data-filtered={row.matches ? undefined : true}
      className={styles.row}
      onClick={open}
    >
      <td className={styles.select}>
        <Check
          aria-label={resultsWords.select(row.profile.handle)}
          checked={isSelected}
          onChange={(event) =>
            onToggle(row.key, event.nativeEvent instanceof PointerEvent && event.nativeEvent.shiftKey)
          }
        />
      </td>
      {columns.map(({ id, isNumber, Cell }) =>
        id === "creator" ? (
          <th key={id} scope="row">
            <Cell row={row} />
          </th>
        ) : (
          <td key={id} className={isNumber ? styles.number : undefined}>
            <Cell row={row} />
          </td>
        ),
      )}
    </tr>
  );
});
