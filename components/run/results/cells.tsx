import { IconAlertTriangle, IconClockHour4, IconUserOff } from "@tabler/icons-react";
import type { ReactNode } from "react";
import type { CreatorRow } from "#lib/search-engine/types.ts";
import { results as resultsWords } from "../../messages/results.ts";
import { run as runWords } from "../../messages/run.ts";
import styles from "./cells.module.css";

const { cell } = resultsWords;
const ICON_PX = 14;

/**
 * A value, or why there is none: still to come, absent, failed, unavailable or skipped. They never look alike.
 * `children` is null or false where the value is not known.
 */
export function Value({
  row,
  absent,
  children,
}: {
  row: Pick<CreatorRow, "state" | "reason">;
  /** What a missing value means once the details are there. */
  absent: string;
  children?: ReactNode;
}) {
  const hasValue = children !== undefined && children !== null && children !== false && children !== "";
  if (hasValue) return children;
  return <Missing row={row} absent={absent} />;
}

function Missing({
  row: { state, reason },
  absent,
}: {
  row: Pick<CreatorRow, "state" | "reason">;
  absent: string;
}) {
  const why = runWords.reason(reason);
  switch (state) {
    case "found":
      return (
        <Hint text={cell.pendingHint}>
          <span className={styles.pending} data-cell="pending">
            <IconClockHour4 size={ICON_PX} aria-hidden /> {cell.pending}
          </span>
        </Hint>
      );
    case "enriched":
      return (
        <Hint text={absent}>
          <span className={styles.absent} data-cell="absent">
            {cell.absent}
          </span>
        </Hint>
      );
    case "failed":
      return (
        <span className={styles.failed} data-cell="failed" title={cell.failed(why)}>
          <IconAlertTriangle size={ICON_PX} aria-hidden /> {cell.failed(why)}
        </span>
      );
    case "unavailable":
      return (
        <span className={styles.unavailable} data-cell="unavailable" title={cell.unavailable(why)}>
          <IconUserOff size={ICON_PX} aria-hidden /> {cell.unavailable(why)}
        </span>
      );
    case "skipped":
      return (
        <span className={styles.unavailable} data-cell="skipped" title={cell.skipped(why)}>
          {cell.skipped(why)}
        </span>
      );
    default:
      return state satisfies never;
  }
}

export function Hint({ text, children }: { text: string; children: ReactNode }) {
  return <span title={text}>{children}</span>;
}

/** The words that led here; the posts' own text on hover, and whole in the side panel. */
export function MatchChip({ keyword, captions }: { keyword: string; captions: readonly string[] }) {
  return (
    <span className={styles.chip} title={captions.join("\n\n") || cell.noCaption}>
      {keyword}
    </span>
  );
}
