import { AppError } from "#lib/errors.ts";
import { platforms } from "#lib/search-engine/index.ts";
import { lanes } from "#lib/search-engine/v2/index.ts";
import type { JobFilter } from "./admin.types.ts";

/**
 * A name that nothing has would have every job looked at, to find none.
 * @throws AppError `bad_request` that names the field and what is allowed
 */
export function requireKnownNames({ provider, platform }: Pick<JobFilter, "provider" | "platform">): void {
  requireOneOf("provider", provider, lanes());
  requireOneOf("platform", platform, platforms());
}

function requireOneOf(field: string, value: string | undefined, allowed: readonly string[]): void {
  if (value === undefined || allowed.includes(value)) return;
  throw new AppError("bad_request", `${field}: must be one of ${allowed.join(", ")}.`, { field });
}
