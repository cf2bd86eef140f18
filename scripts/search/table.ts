import { compactNumber } from "#components/format.ts";
import type { CreatorRow } from "#lib/search-engine/types.ts";
import { cutToWidth, displayWidth, plainLine } from "./display-width.ts";

interface Column {
  title: string;
  widthMax: number;
  isNumber?: true;
  text: (row: CreatorRow) => string;
}

const PLATFORM: Column = { title: "platform", widthMax: 12, text: (row) => row.platform };

const COLUMNS: readonly Column[] = [
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

/** One line a creator, each cut to `terminalWidth` columns. Rows of several platforms say which is theirs. */
export function formatTable(
  rows: readonly CreatorRow[],
  terminalWidth: number,
  options: { hasPlatforms?: boolean } = {},
): string {
  const isAnyUnfit = rows.some((row) => row.filterReason !== null);
  // Before the keywords, which a narrow terminal cuts first.
  const fitting = isAnyUnfit ? COLUMNS.toSpliced(-1, 0, DOES_NOT_FIT) : COLUMNS;
  const columns = options.hasPlatforms ? [PLATFORM, ...fitting] : fitting;
  const cells = rows.map((row) =>
    columns.map((column) => cutToWidth(plainLine(column.text(row)), column.widthMax)),
  );
  const lines = [columns.map((column) => column.title), ...cells];
  const widths = columns.map((_, index) => Math.max(...lines.map((line) => displayWidth(line[index] ?? ""))));
  return lines
    .map((line) =>
      cutToWidth(
        line
          .map((text, index) => padded(text, columns[index], widths[index]))
          .join(GAP)
          .trimEnd(),
        terminalWidth,
      ),
    )
    .join("\n");
}

function padded(text: string, column: Column | undefined, width = 0): string {
  const padding = " ".repeat(width - displayWidth(text));
  return column?.isNumber ? padding + text : text + padding;
}

/** A value that is absent is a dash; one that could not be fetched says so. */
function missing({ state }: Pick<CreatorRow, "state">): string {
  return state === "enriched" ? "–" : state;
}
