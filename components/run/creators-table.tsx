import type { CreatorRow } from "#lib/search-engine/types.ts";
import { CreatorTableRow } from "./creator-row.tsx";

const COLUMNS = ["#", "Creator", "Followers", "E-mail", "Bio", "Matched on", "Details"];
const NUMBERS: ReadonlySet<string> = new Set(["#", "Followers"]);

/** Rows in the order of delivery: new ones append, none ever moves. */
export function CreatorsTable({
  rows,
  hasEnded,
  isKnown,
}: {
  rows: readonly CreatorRow[];
  hasEnded: boolean;
  isKnown: boolean;
}) {
  if (rows.length === 0) {
    if (!isKnown) return <p className="quiet">Loading…</p>;
    return (
      <p className="quiet">{hasEnded ? "No creators were found." : "The first creators show up here."}</p>
    );
  }
  return (
    // biome-ignore lint/a11y/noNoninteractiveTabindex: a region that scrolls must be reachable by keyboard
    <section className="table-scroll" aria-label="Creators" tabIndex={0}>
      <table>
        <thead>
          <tr>
            {COLUMNS.map((column) => (
              <th key={column} scope="col" className={NUMBERS.has(column) ? "number" : undefined}>
                {column}
              </th>
            ))}
          </tr>
        </thead>
        <tbody>
          {rows.map((row) => (
            <CreatorTableRow key={row.platformId} row={row} />
          ))}
        </tbody>
      </table>
    </section>
  );
}
