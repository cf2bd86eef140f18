import { type Caller, requireAdmin } from "#lib/auth/index.ts";
import { database } from "#lib/db/index.ts";
import { readDrifts } from "#lib/search-engine/v2/index.ts";
import { readNotices } from "#lib/services/index.ts";
import type { NoticesAnswer } from "./admin.types.ts";

/**
 * What admins should know, newest first: notices, and counters that a recount contradicted.
 * @throws AppError `not_found` for who is no admin
 */
export async function listNotices(caller: Caller): Promise<NoticesAnswer> {
  requireAdmin(caller);
  const sql = database();
  const [notices, drifts] = await Promise.all([readNotices(sql), readDrifts(sql)]);
  return {
    notices: notices.map(({ firstAt, lastAt, ...notice }) => ({
      ...notice,
      firstAt: firstAt.toISOString(),
      lastAt: lastAt.toISOString(),
    })),
    drifts: drifts.map(({ createdAt, ...drift }) => ({ ...drift, createdAt: createdAt.toISOString() })),
  };
}
