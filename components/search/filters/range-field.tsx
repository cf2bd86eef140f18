import type { ApiError } from "../../api-client.ts";
import { filterError } from "./filter-error.ts";

/** Two bounds of one number; either may stay empty. */
export function RangeField({
  name,
  label,
  hint,
  error,
}: {
  name: string;
  label: string;
  hint: string;
  error: ApiError | null;
}) {
  const message = filterError(error, name);
  const describedBy = message === null ? `${name}-hint` : `${name}-error ${name}-hint`;
  return (
    <fieldset className="field range">
      <legend>{label}</legend>
      {[
        { bound: "min", text: "at least" },
        { bound: "max", text: "at most" },
      ].map(({ bound, text }) => (
        <label key={bound}>
          <span>{text}</span>
          <input
            name={`${name}.${bound}`}
            inputMode="decimal"
            autoComplete="off"
            aria-describedby={describedBy}
            aria-invalid={filterError(error, `${name}.${bound}`) !== null || error?.field === name}
          />
        </label>
      ))}
      <p id={`${name}-hint`} className="hint">
        {hint}
      </p>
      {message !== null && (
        <p id={`${name}-error`} className="error" role="alert">
          {message}
        </p>
      )}
    </fieldset>
  );
}
