"use client";

import { useLocalStorage } from "@mantine/hooks";
import {
  type ColumnDef,
  columnOrderingFeature,
  columnVisibilityFeature,
  type RowSelectionState,
  rowSelectionFeature,
  tableFeatures,
  useTable,
} from "@tanstack/react-table";
import { type Dispatch, type SetStateAction, useMemo } from "react";
import type { RunRow } from "../run-rows.ts";
import { COLUMN_IDS, COLUMNS } from "./columns.tsx";

const features = tableFeatures({ columnOrderingFeature, columnVisibilityFeature, rowSelectionFeature });
const definitions: ColumnDef<typeof features, RunRow>[] = COLUMNS.map(({ id, name }) => ({
  id,
  header: name,
}));
const SHOWN_AT_FIRST = Object.fromEntries(COLUMNS.map(({ id, isShown }) => [id, isShown]));

/** Which columns this device shows, and in which order. */
interface Layout {
  shown: Record<string, boolean>;
  order: string[];
}

const FIRST_LAYOUT: Layout = { shown: SHOWN_AT_FIRST, order: [...COLUMN_IDS] };

export type TableControl = ReturnType<typeof useResultsTable>;

export interface SelectionControl {
  selection: RowSelectionState;
  setSelection: Dispatch<SetStateAction<RowSelectionState>>;
}

/** Columns, their order and the selection. The rows come in the order in which they are to be shown. */
export function useResultsTable(rows: readonly RunRow[], { selection, setSelection }: SelectionControl) {
  const [stored, setLayout] = useLocalStorage<Layout>({
    key: "shoal.results-layout",
    defaultValue: FIRST_LAYOUT,
  });
  const layout = useMemo(() => repaired(stored), [stored]);
  const table = useTable({
    features,
    columns: definitions,
    data: rows,
    getRowId: (row) => row.key,
    enableSubRowSelection: false,
    state: { columnVisibility: layout.shown, columnOrder: layout.order, rowSelection: selection },
    onRowSelectionChange: setSelection,
    onColumnVisibilityChange: (next) =>
      setLayout({ ...layout, shown: typeof next === "function" ? next(layout.shown) : next }),
    onColumnOrderChange: (next) =>
      setLayout({ ...layout, order: typeof next === "function" ? next(layout.order) : next }),
  });
  return { table, selection, setSelection, resetLayout: () => setLayout(FIRST_LAYOUT) };
}

/** What an older version stored may lack columns, or have some that are gone. */
function repaired({ shown, order }: Layout): Layout {
  const known = order.filter((id) => COLUMN_IDS.some((column) => column === id));
  const missing = COLUMN_IDS.filter((id) => !known.includes(id));
  return { shown: { ...SHOWN_AT_FIRST, ...shown }, order: [...known, ...missing] };
}
