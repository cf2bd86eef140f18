import type { JobError } from "#lib/search-engine/types.ts";
import { counted } from "../format.ts";

/** What went wrong, each with what it is about. */
export function JobErrors({ errors, message }: { errors: JobError[]; message: string | null }) {
  if (errors.length === 0 && message === null) return null;
  return (
    <div className="card problems">
      <h3>What went wrong</h3>
      <ul>
        {message !== null && !errors.some((error) => error.message === message) && <li>{message}</li>}
        {errors.map((error) => (
          <li key={`${error.code}:${error.keyword ?? ""}:${error.message}`}>
            {error.keyword !== undefined && <strong>{error.keyword}: </strong>}
            {error.count !== undefined && <strong>{counted(error.count, "creator")}: </strong>}
            {error.message}
          </li>
        ))}
      </ul>
    </div>
  );
}
