import type { FilterReport } from "#lib/search-engine/types.ts";
import { appliedText, notSupportedText } from "../filter-text.ts";

/** What the search asked of creators, and what of it the platform cannot tell. */
export function FiltersNote({ filters, platform }: { filters: FilterReport; platform: string }) {
  if (filters.wanted === null) return null;
  const applied = appliedText(filters);
  const notSupported = notSupportedText(filters);
  return (
    <p className="filters-note">
      <strong>Filters:</strong> {applied || "none applied"}.
      {notSupported && (
        <>
          {" "}
          <span className="unsupported">
            Not supported on {platform}, so not applied: {notSupported}.
          </span>
        </>
      )}
    </p>
  );
}
