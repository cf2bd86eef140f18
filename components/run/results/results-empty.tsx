import { Button, Center, Skeleton, Stack, Text } from "@mantine/core";
import { results as resultsWords } from "../../messages/results.ts";
import styles from "./results-empty.module.css";

const { empty, filters } = resultsWords;
const SKELETON_ROWS = 8;

/** No row to show: still to come, none at all, or none of those that are wanted. */
export function ResultsEmpty({
  hasRows,
  hasEnded,
  filteredOut,
  onShowAll,
  onShowFiltered,
}: {
  hasRows: boolean;
  hasEnded: boolean;
  /** How many there are, where all are filtered out. */
  filteredOut: string | null;
  onShowAll: () => void;
  onShowFiltered: () => void;
}) {
  if (hasRows) {
    return (
      <Center className={styles.nothing}>
        <Stack align="center">
          <Text>{filteredOut === null ? empty.noneFit : empty.allFilteredOut(filteredOut)}</Text>
          <Button variant="light" onClick={filteredOut === null ? onShowAll : onShowFiltered}>
            {filteredOut === null ? empty.relax : filters.showFiltered}
          </Button>
        </Stack>
      </Center>
    );
  }
  if (hasEnded) {
    return (
      <Center className={styles.nothing}>
        <Text>{empty.none}</Text>
      </Center>
    );
  }
  return (
    <div className={styles.box}>
      <Text c="dimmed" size="sm" p="md">
        {empty.waiting}
      </Text>
      {Array.from({ length: SKELETON_ROWS }, (_, index) => (
        // biome-ignore lint/suspicious/noArrayIndexKey: they are all alike
        <div key={index} className={styles.row} aria-hidden>
          <Skeleton circle height={34} />
          <Skeleton height={12} width="18%" />
          <Skeleton height={12} width="9%" />
          <Skeleton height={12} width="9%" />
          <Skeleton height={12} width="24%" />
        </div>
      ))}
    </div>
  );
}
