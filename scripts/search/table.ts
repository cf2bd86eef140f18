import { compactNumber } from "#components/format.ts";
import type { CreatorRow } from "#lib/search-engine/types.ts";
import { cutToWidth, displayWidth, plainLine } from "./display-width.ts";

const COLUMNS: readonly {
  title: string;
  widthMax: number;
  isNumber?: true;
  text: (row: CreatorRow) => string;
}[] = [
  { title: "#", widthMax: 5, isNumber: true, text: (row) => String(row.position) },
  { title: "handle", widthMax: 30, text: (row) => `@${row.profile.handle}` },
  { title: "name", widthMax: 30, text: (row) => row.profile.displayName ?? missing(row) },
  {
    title: "followers",
    widthMax: 9,
    isNumber: true,
    text: ({ profile, ...row }) =>
      profile.followers === null ? missing(row) : compactNumber(profile.followers),
  },
  {
    title: "e-mail",
    widthMax: 40,
    text: (row) => row.emails.map((email) => email.address).join(", ") || missing(row),
  },
  { title: "keywords", widthMax: 40, text: (row) => row.matchedOn.map(({ keyword }) => keyword).join(", ") },
];
const DOES_NOT_FIT: (typeof COLUMNS)[number] = {
  title: "does not fit",
  widthMax: 60,
  text: (row) => row.filterReason ?? "",
};
const GAP = "  ";

/** One line a creator, each cut to `terminalWidth` columns. */
export function formatTable(rows: readonly CreatorRow[], terminalWidth: number): string {
  // Before the keywords, which a narrow terminal cuts first.
  const columns = rows.some((row) => row.filterReason !== null)
    ? COLUMNS.toSpliced(-1, 0, DOES_NOT_FIT)
    : COLUMNS;
  const cells = rows.map((row) =>
    columns.map((column) => cutToWidth(plainLine(column.text(row)), column.widthMax)),
  );
  const lines = [columns.map((column) => column.title), ...cells];
  const widths = columns.map((_, index) => Math.max(...lines.map((line) => displayWidth(line[index] ?? ""))));
  return lines
    .map((line) =>
      cutToWidth(
        line
          .map((text, index) => padded(text, index, widths))
          .join(GAP)
          .trimEnd(),
        terminalWidth,
      ),
    )
    .join("\n");
}

function padded(text: string, index: number, widths: number[]): string {
  const padding = " ".repeat((widths[index] ?? 0) - displayWidth(text));
  return COLUMNS[index]?.isNumber ? padding + text : text + padding;
}

/** A value that is absent is a dash; one that could not be fetched says so. */
function missing({ state }: Pick<CreatorRow, "state">): string {
  return state === "enriched" ? "–" : state;
}
