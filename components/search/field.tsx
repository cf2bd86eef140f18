import type { ReactNode } from "react";
import type { ApiError } from "../api-client.ts";

/** The ids that tie a control to its hint and its error. */
export function describedBy(name: string, error: string | null) {
  return {
    id: name,
    name,
    "aria-describedby": error === null ? `${name}-hint` : `${name}-error ${name}-hint`,
    "aria-invalid": error !== null,
  };
}

/** What the API says about a field: `keywords[2]` is about `keywords`. */
export function fieldError(error: ApiError | null, field: string): string | null {
  if (error?.field?.split("[", 1)[0] !== field) return null;
  return error.message;
}

export function Field({
  name,
  label,
  hint,
  error,
  children,
}: {
  name: string;
  label: string;
  hint: string;
  error: string | null;
  children: ReactNode;
}) {
  return (
    <div className="field">
      <label htmlFor={name}>{label}</label>
      {children}
      <p id={`${name}-hint`} className="hint">
        {hint}
      </p>
      {error !== null && (
        <p id={`${name}-error`} className="error" role="alert">
          {error}
        </p>
      )}
    </div>
  );
}
