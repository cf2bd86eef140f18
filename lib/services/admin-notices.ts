import { asWorker, type Sql, type Transaction } from "#lib/db/index.ts";
import { logger } from "#lib/log/index.ts";

interface AdminNotice {
  /** What it is about: `payment_required`, `format`, `unauthorized`, `items_skipped`. */
  kind: string;
  /** Whom it concerns: a provider. */
  subject: string;
  message: string;
}

type StoredNotice = AdminNotice & { count: number; firstAt: Date; lastAt: Date };

/** Tells the admins; the same again is counted, not repeated. Never throws: a notice must not fail what it tells of. */
export async function noteForAdmins(sql: Sql, notice: AdminNotice): Promise<void> {
  logger.warn(notice, "admin.noted");
  try {
    await asWorker(
      sql,
      (transaction) => transaction`
        insert into admin_notices (kind, subject, message)
        values (${notice.kind}, ${notice.subject}, ${notice.message})
        on conflict (kind, subject) do update set message = excluded.message, count = admin_notices.count + 1,
          last_at = clock_timestamp()`,
    );
  } catch (error) {
    logger.error({ err: error, ...notice }, "admin.not_noted");
  }
}

/** The same with what it tells of, in the caller's transaction. Not counted where the last one said just this. */
export async function noteOnce(transaction: Transaction, notice: AdminNotice): Promise<void> {
  logger.warn(notice, "admin.noted");
  await transaction`
    insert into admin_notices (kind, subject, message)
    values (${notice.kind}, ${notice.subject}, ${notice.message})
    on conflict (kind, subject) do update set message = excluded.message, count = admin_notices.count + 1,
      last_at = clock_timestamp()
    where admin_notices.message <> excluded.message`;
}

/** Newest first. */
export function readNotices(sql: Sql): Promise<StoredNotice[]> {
  return asWorker(
    sql,
    (transaction) => transaction<StoredNotice[]>`
      select kind, subject, message, count, first_at, last_at from admin_notices order by last_at desc limit 100`,
  );
}
