"use client";

import { type ReactNode, useEffect, useRef } from "react";
import type { ApiError } from "../../api-client.ts";
import { describedBy, Field } from "../field.tsx";
import { filterError, isFilterError } from "./filter-error.ts";
import { RangeField } from "./range-field.tsx";

/** What creators must be like. Empty fields ask for nothing; `readFilters` reads them. */
export function FilterFields({ error }: { error: ApiError | null }) {
  const details = useRef<HTMLDetailsElement>(null);
  const isRefused = isFilterError(error);
  useEffect(() => {
    if (isRefused && details.current) details.current.open = true;
  }, [isRefused]);
  const range = (name: string) => ({ name: `filters.${name}`, error });
  return (
    <details className="filters" ref={details}>
      <summary>Filters</summary>
      <p className="hint">
        Creators whom the search itself shows not to fit are left out. The others are judged by their details:
        those that do not fit stay in the list, marked, and do not count against your allowance.
      </p>
      <div className="field-row">
        <RangeField {...range("followers")} label="Followers" hint="Whole numbers, such as 1000." />
        <RangeField {...range("engagementRate")} label="Engagement rate" hint="In percent, such as 2.5." />
        <RangeField {...range("averageViews")} label="Average views" hint="Over the posts that were seen." />
      </div>
      <div className="field-row">
        <Choice name="verified" label="Verified" hint="By the platform." error={error} />
        <Choice name="hasEmail" label="Has an e-mail" hint="Found in the profile." error={error} />
        <TextField
          name="lastPostWithinDays"
          label="Last post within"
          hint="Days, such as 30."
          error={error}
        />
      </div>
      <div className="field-row">
        <TextField
          name="language"
          label="Languages"
          hint="Two letters each, commas between: de, en"
          error={error}
        />
        <TextField
          name="country"
          label="Countries"
          hint="Two letters each, commas between: DE, AT"
          error={error}
        />
        <TextField
          name="excludeKeywords"
          label="Without these keywords"
          hint="Commas between. Looked for in name, bio, captions and hashtags."
          error={error}
        />
      </div>
      {isRefused && error?.field === "filters" && (
        <p className="error" role="alert">
          {error.message}
        </p>
      )}
    </details>
  );
}

interface Named {
  name: string;
  label: string;
  hint: string;
  error: ApiError | null;
}

function FilterField({
  name,
  error,
  control,
  ...field
}: Named & { control: (attributes: ReturnType<typeof describedBy>) => ReactNode }) {
  const path = `filters.${name}`;
  const message = filterError(error, path);
  return (
    <Field name={path} error={message} {...field}>
      {control(describedBy(path, message))}
    </Field>
  );
}

function TextField(field: Named) {
  return <FilterField {...field} control={(attributes) => <input autoComplete="off" {...attributes} />} />;
}

function Choice(field: Named) {
  return (
    <FilterField
      {...field}
      control={(attributes) => (
        <select {...attributes}>
          <option value="">either way</option>
          <option value="yes">yes</option>
          <option value="no">no</option>
        </select>
      )}
    />
  );
}
