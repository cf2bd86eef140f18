import { Text } from "@mantine/core";
import { FILTER_LABELS } from "../../filter-text.ts";
import { useFormats } from "../../locale.tsx";
import { run as runWords } from "../../messages/run.ts";
import type { FilterLosses } from "./filter-losses.ts";

const { losses: words } = runWords;

/** How much the filters took away, and which took most. Nothing where they took nothing. */
export function FilterLossesLine({ losses: { leftOut, filtered, by } }: { losses: FilterLosses }) {
  const { exact } = useFormats();
  if (leftOut + filtered === 0) return null;
  const parts = [
    ...(leftOut > 0 ? [words.leftOut(leftOut, exact(leftOut))] : []),
    ...(filtered > 0 ? [words.filtered(filtered, exact(filtered))] : []),
  ];
  return (
    <Text size="sm" c="dimmed" data-filter-losses>
      {words.line(parts.join(words.and))}{" "}
      {words.by(by.map(({ name, count }) => `${FILTER_LABELS[name]} ${exact(count)}`).join(", "))}
    </Text>
  );
}
