import { notFound } from "#lib/errors.ts";
import type { Caller } from "./caller.ts";

/**
 * For whatever works across accounts. Whoever is no admin is told what a route says that is not there.
 * @throws AppError `not_found`
 */
export function requireAdmin(caller: Caller): void {
  if (caller.role !== "admin") throw notFound("route");
}
