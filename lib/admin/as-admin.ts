import { type Caller, requireAdmin } from "#lib/auth/index.ts";
import { asAdmin, database, type Transaction } from "#lib/db/index.ts";

/**
 * A read across accounts: the role of the database is taken only after that of the caller was checked.
 * @throws AppError `not_found` for who is no admin
 */
export async function readAsAdmin<T>(
  caller: Caller,
  work: (transaction: Transaction) => Promise<T>,
): Promise<T> {
  requireAdmin(caller);
  return asAdmin(database(), work);
}
