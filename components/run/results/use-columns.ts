"use client";

import { useLocalStorage } from "@mantine/hooks";
import {
  type ColumnDef,
  columnOrderingFeature,
  columnVisibilityFeature,
  tableFeatures,
  useTable,
} from "@tanstack/react-table";
import { useCallback, useMemo } from "react";
import type { RunRow } from "../run-rows.ts";
import { COLUMN_IDS, COLUMNS, type Column, columnOf } from "./columns.tsx";

const features = tableFeatures({ columnOrderingFeature, columnVisibilityFeature });
const definitions: ColumnDef<typeof features, RunRow>[] = COLUMNS.map(({ id, name }) => ({
  id,
  header: name,
}));
const SHOWN_AT_FIRST = Object.fromEntries(COLUMNS.map(({ id, isShown }) => [id, isShown]));
/** The table lays out columns; rows come arranged, and are the virtualiser's. */
const NO_ROWS: RunRow[] = [];

/** Which columns this device shows, and in which order. */
interface Layout {
  shown: Record<string, boolean>;
  order: string[];
}

const FIRST_LAYOUT: Layout = { shown: SHOWN_AT_FIRST, order: [...COLUMN_IDS] };

export type ColumnControl = ReturnType<typeof useColumns>;

/** Columns, whether they are shown, and their order. The same object until one of that changes. */
export function useColumns() {
  const [stored, setLayout] = useLocalStorage<Layout>({
    key: "shoal.results-layout",
    defaultValue: FIRST_LAYOUT,
  });
  const layout = useMemo(() => repaired(stored), [stored]);
  const options = useMemo(
    () => ({
      features,
      columns: definitions,
      data: NO_ROWS,
      state: { columnVisibility: layout.shown, columnOrder: layout.order },
      onColumnVisibilityChange: (next: Layout["shown"] | ((shown: Layout["shown"]) => Layout["shown"])) =>
        setLayout({ ...layout, shown: typeof next === "function" ? next(layout.shown) : next }),
      onColumnOrderChange: (next: string[] | ((order: string[]) => string[])) =>
        setLayout({ ...layout, order: typeof next === "function" ? next(layout.order) : next }),
    }),
    [layout, setLayout],
  );
  const table = useTable(options);
  const reset = useCallback(() => setLayout(FIRST_LAYOUT), [setLayout]);
  return useMemo(() => {
    const shown: readonly Column[] = table.getVisibleLeafColumns().map(({ id }) => columnOf(id));
    return { table, shown, reset };
  }, [table, reset]);
}

/** What an older version stored may lack columns, or have some that are gone. */
function repaired({ shown, order }: Layout): Layout {
  const known = order.filter((id) => COLUMN_IDS.some((column) => column === id));
  const missing = COLUMN_IDS.filter((id) => !known.includes(id));
  return { shown: { ...SHOWN_AT_FIRST, ...shown }, order: [...known, ...missing] };
}
