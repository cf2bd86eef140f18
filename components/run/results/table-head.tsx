import { type Dispatch, memo, type SetStateAction, useMemo } from "react";
import { results as resultsWords } from "../../messages/results.ts";
import type { RunRow } from "../run-rows.ts";
import { Check } from "./check.tsx";
import type { Sort } from "./choice.ts";
import type { Column } from "./columns.tsx";
import { HeaderCell } from "./header-cell.tsx";
import styles from "./results-table.module.css";
import { SELECT_WIDTH } from "./table-row.tsx";
import { type Selection, withKeys } from "./use-selection.ts";

export const HEADER_PX = 40;

/** Rendered apart from the rows: it does not change while they are scrolled. */
export const TableHead = memo(function TableHead({
  columns,
  rows,
  selection,
  setSelection,
  sort,
  onSort,
}: {
  columns: readonly Column[];
  rows: readonly RunRow[];
  selection: Selection;
  setSelection: Dispatch<SetStateAction<Selection>>;
  sort: Sort | null;
  onSort: (sort: Sort | null) => void;
}) {
  const selectedShown = useMemo(
    () => (selection.size === 0 ? 0 : rows.filter(({ key }) => selection.has(key)).length),
    [rows, selection],
  );
  return (
    <thead>
      <tr style={{ height: HEADER_PX }} aria-rowindex={1}>
        <th style={{ width: SELECT_WIDTH }} className={styles.select}>
          <Check
            aria-label={resultsWords.selectAll}
            checked={rows.length > 0 && selectedShown === rows.length}
            isMixed={selectedShown > 0 && selectedShown < rows.length}
            onChange={(event) => {
              const isSelected = event.currentTarget.checked;
              const keys = rows.map(({ key }) => key);
              setSelection((known) => withKeys(known, keys, isSelected));
            }}
          />
        </th>
        {columns.map((column) => (
          <HeaderCell
            key={column.id}
            column={column}
            sort={sort !== null && sort.key === column.sortKey ? sort : null}
            onSort={onSort}
          />
        ))}
      </tr>
    </thead>
  );
});
