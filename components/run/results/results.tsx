"use client";

import { Box, Button, Group, Text } from "@mantine/core";
import { useLocalStorage, useMediaQuery } from "@mantine/hooks";
import { IconArrowUp } from "@tabler/icons-react";
import dynamic from "next/dynamic";
import { memo, useCallback, useEffect, useMemo, useRef, useState } from "react";
import { useFormats } from "../../locale.tsx";
import { results as words } from "../../messages/results.ts";
import { useMinute } from "../../use-minute.ts";
import type { RunRow } from "../run-rows.ts";
import { CellContext } from "./column-cells.tsx";
import styles from "./results.module.css";
import { ResultsEmpty } from "./results-empty.tsx";
import { ResultsTable } from "./results-table.tsx";
import { SteadyOrder } from "./steady-order.ts";
import { type Density, Toolbar } from "./toolbar.tsx";
import type { ChoiceControl } from "./use-choice.ts";
import { useColumns } from "./use-columns.ts";
import { useCursor } from "./use-cursor.ts";
import { useSelection } from "./use-selection.ts";

const loadCards = () => import("./cards.tsx");
const Cards = dynamic(loadCards);
const CreatorPlace = dynamic(() => import("../creator/creator-place.tsx"), { ssr: false });
const ROW_PX: Readonly<Record<Density, number>> = { cozy: 56, compact: 42 };
const BESIDE = "(min-width: 75em)";
const NARROW = "(max-width: 36em)";

/** The creators of a run as they come in. Nothing that the reader looks at moves. */
export const Results = memo(function Results({
  rows,
  control,
  platformNames,
  hasEnded,
}: {
  rows: readonly RunRow[];
  control: ChoiceControl;
  platformNames: Readonly<Record<string, string>>;
  hasEnded: boolean;
}) {
  const { exact } = useFormats();
  const { choice, openKey, setSort } = control;
  const scroller = useRef<HTMLDivElement>(null);
  const [order] = useState(() => new SteadyOrder());
  const [, setReleases] = useState(0);
  const [isScrolled, setIsScrolled] = useState(false);
  const [density, setDensity] = useLocalStorage<Density>({ key: "shoal.density", defaultValue: "cozy" });
  const isBeside = useMediaQuery(BESIDE, true, { getInitialValueInEffect: true });
  const isNarrow = useMediaQuery(NARROW, false, { getInitialValueInEffect: true });
  const view = control.view ?? (isNarrow ? "cards" : "table");
  const { selection, setSelection, clear: clearSelection } = useSelection();
  const shownRows = useRef<readonly RunRow[]>([]);
  const cursor = useCursor({ rows: shownRows, setSelection, control });
  const selectedCount = selection.size;
  const isReading = isScrolled || selectedCount > 0 || cursor.activeKey !== null || openKey !== null;
  const { shown, newCount } = order.view(rows, choice, isReading);
  shownRows.current = shown;
  // Before they are wanted: a device that is turned while it is offline could not load them.
  useEffect(() => void loadCards().catch(() => {}), []);
  const columns = useColumns();
  const nowMs = useMinute();
  const cellContext = useMemo(() => ({ platformNames, nowMs }), [platformNames, nowMs]);
  const open = openKey === null ? undefined : rows.find(({ key }) => key === openKey);
  const filteredCount = useMemo(() => rows.filter((row) => !row.matches).length, [rows]);
  const onSort = useCallback((sort: typeof choice.sort) => void setSort(sort), [setSort]);

  function release() {
    order.release();
    setReleases((count) => count + 1);
    scroller.current?.scrollTo({ top: 0 });
  }

  const tableProps = {
    rows: shown,
    columns: columns.shown,
    selection,
    setSelection,
    rowPx: ROW_PX[density],
    sort: choice.sort,
    onSort,
    activeKey: cursor.activeKey,
    openKey,
    onOpen: cursor.open,
    onToggle: cursor.toggle,
    scroller,
    onScrolled: setIsScrolled,
  };
  return (
    <CellContext value={cellContext}>
      <div>
        <Toolbar
          control={control}
          view={view}
          columns={columns}
          platformNames={platformNames}
          filteredCount={filteredCount}
          rowHeight={density}
          onRowHeight={setDensity}
        />
        <Group gap="sm" mb={6} className={styles.line}>
          <Text size="sm" c="dimmed" data-shown={shown.length}>
            {words.shown(exact(shown.length), exact(rows.length))}
          </Text>
          {selectedCount > 0 && (
            <>
              <Text size="sm" fw={600}>
                {words.selected(exact(selectedCount))}
              </Text>
              <Button size="compact-xs" variant="subtle" onClick={clearSelection}>
                {words.clearSelection}
              </Button>
            </>
          )}
          {newCount > 0 && (
            <Button
              size="compact-sm"
              color="coral"
              radius="xl"
              leftSection={<IconArrowUp size={14} aria-hidden />}
              onClick={release}
              className={styles.fresh}
            >
              {words.newRows(exact(newCount))}
            </Button>
          )}
        </Group>
        <Box className={styles.split} data-with-panel={(open && isBeside) || undefined}>
          {shown.length === 0 ? (
            <ResultsEmpty
              hasRows={rows.length > 0}
              hasEnded={hasEnded}
              filteredOut={filteredCount === rows.length ? exact(filteredCount) : null}
              onShowAll={() => void control.clear()}
              onShowFiltered={() => void control.set({ fit: "filtered" })}
            />
          ) : view === "cards" ? (
            <Cards {...tableProps} />
          ) : (
            <ResultsTable {...tableProps} />
          )}
          {open && (
            <CreatorPlace
              row={open}
              isBeside={isBeside === true}
              platformName={platformNames[open.platform] ?? open.platform}
              onClose={cursor.close}
              onMove={cursor.move}
            />
          )}
        </Box>
      </div>
    </CellContext>
  );
});
