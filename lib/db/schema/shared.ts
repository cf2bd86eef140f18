import { sql } from "drizzle-orm";
import { pgPolicy, pgRole, timestamp } from "drizzle-orm/pg-core";

/**
 * Roles that statements run as; a migration makes them, and nobody logs in as one of them. User-facing
 * queries run as `shoal_web` within one account, workers and webhooks as `shoal_worker`, session look-ups as
 * `shoal_auth`, admin pages as `shoal_admin`.
 */
export const webRole = pgRole("shoal_web").existing();
export const workerRole = pgRole("shoal_worker").existing();
export const authRole = pgRole("shoal_auth").existing();
export const adminRole = pgRole("shoal_admin").existing();

/** The account that a `shoal_web` transaction is for; null, and so nothing, where it was not set. */
const currentAccount = sql`(select nullif(current_setting('app.account_id', true), '')::uuid)`;

/** The walls of a table whose rows carry `account_id`. */
export function ownedByAccount(table: string, column = "account_id") {
  const isOwn = sql`${sql.identifier(column)} = ${currentAccount}`;
  return [
    pgPolicy(`${table}_web`, { for: "all", to: webRole, using: isOwn, withCheck: isOwn }),
    pgPolicy(`${table}_worker`, { for: "all", to: workerRole, using: sql`true`, withCheck: sql`true` }),
    pgPolicy(`${table}_admin`, { for: "select", to: adminRole, using: sql`true` }),
  ];
}

export const moment = (name: string) => timestamp(name, { withTimezone: true, mode: "date" });
export const createdAt = () => moment("created_at").notNull().defaultNow();
