import type { ReactNode } from "react";
import type { CreatorRow } from "#lib/search-engine/types.ts";

/**
 * A value, or why there is none: still to come, absent, or failed with its reason. They never look alike.
 * `children` is null or false where the value is not known.
 */
export function ValueCell({
  row,
  absent,
  className,
  children,
}: {
  row: CreatorRow;
  /** What a missing value means once the details are there. */
  absent: string;
  className?: string;
  children?: ReactNode;
}) {
  const hasValue = children !== undefined && children !== null && children !== false && children !== "";
  if (hasValue) return <td className={className}>{children}</td>;
  const missing = missingValue(row, absent);
  return (
    <td className={`${missing.kind} ${className ?? ""}`}>
      <span title={missing.title}>{missing.text}</span>
    </td>
  );
}

function missingValue({ state, reason }: CreatorRow, absent: string) {
  switch (state) {
    case "found":
      return { kind: "pending", text: "…", title: "details still to come" };
    case "enriched":
      return { kind: "absent", text: "–", title: absent };
    case "failed":
      return {
        kind: "failed",
        text: `failed: ${reasonText(reason)}`,
        title: "its details could not be fetched",
      };
    case "unavailable":
      return { kind: "unavailable", text: `unavailable: ${reasonText(reason)}`, title: "gone or private" };
    case "skipped":
      return {
        kind: "skipped",
        text: `skipped: ${reasonText(reason)}`,
        title: "its details were not fetched",
      };
    default:
      return state satisfies never;
  }
}

function reasonText(reason: string | null): string {
  return reason?.replaceAll("_", " ") ?? "no reason given";
}
