import { UnstyledButton } from "@mantine/core";
import { IconArrowDown, IconArrowsSort, IconArrowUp } from "@tabler/icons-react";
import { memo } from "react";
import { results as resultsWords } from "../../messages/results.ts";
import type { Sort } from "./choice.ts";
import type { Column } from "./columns.tsx";
import styles from "./results-table.module.css";

const ICON_PX = 14;

/** Sorts upward, downward, and then not: numbers begin with the largest. */
export const HeaderCell = memo(function HeaderCell({
  column,
  sort,
  onSort,
}: {
  column: Column;
  /** Null while rows are not sorted by this column. */
  sort: Sort | null;
  onSort: (sort: Sort | null) => void;
}) {
  const { sortKey, name, width } = column;
  const isNumber = column.isNumber === true;
  return (
    <th
      scope="col"
      style={{ width }}
      className={isNumber ? styles.number : undefined}
      aria-sort={sort === null ? undefined : sort.isDescending ? "descending" : "ascending"}
    >
      {sortKey === undefined ? (
        name
      ) : (
        <UnstyledButton
          className={styles.sort}
          title={resultsWords.sortBy(name)}
          onClick={() => onSort(nextSort(sort, { key: sortKey, isDescending: isNumber }))}
        >
          {name}
          {sort === null && <IconArrowsSort size={ICON_PX} className={styles.unsorted} aria-hidden />}
          {sort?.isDescending === true && <IconArrowDown size={ICON_PX} aria-hidden />}
          {sort?.isDescending === false && <IconArrowUp size={ICON_PX} aria-hidden />}
        </UnstyledButton>
      )}
    </th>
  );
});

function nextSort(mine: Sort | null, first: Sort): Sort | null {
  if (mine === null) return first;
  return mine.isDescending === first.isDescending ? { ...first, isDescending: !first.isDescending } : null;
}
