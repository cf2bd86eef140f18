import { sql } from "drizzle-orm";
import { index, pgPolicy, pgTable, primaryKey, real, text, uniqueIndex, uuid } from "drizzle-orm/pg-core";
import { adminRole, authRole, createdAt, moment, ownedByAccount, webRole, workerRole } from "./shared.ts";

/** A workspace; a person alone has one. Plans, allowances and job slots belong to it. */
export const accounts = pgTable(
  "accounts",
  {
    id: uuid("id").primaryKey().defaultRandom(),
    name: text("name").notNull(),
    plan: text("plan").notNull(),
    /** Share of the providers against other accounts, for fair queueing. */
    weight: real("weight").notNull().default(1),
    createdAt: createdAt(),
  },
  () => [
    ...ownedByAccount("accounts", "id"),
    pgPolicy("accounts_auth", { for: "select", to: authRole, using: sql`true` }),
  ],
).enableRLS();

export const users = pgTable(
  "users",
  {
    id: uuid("id").primaryKey().defaultRandom(),
    email: text("email").notNull().unique(),
    name: text("name").notNull(),
    role: text("role", { enum: ["user", "admin"] })
      .notNull()
      .default("user"),
    createdAt: createdAt(),
  },
  () => [
    pgPolicy("users_auth", { for: "select", to: authRole, using: sql`true` }),
    pgPolicy("users_worker", { for: "all", to: workerRole, using: sql`true`, withCheck: sql`true` }),
    pgPolicy("users_admin", { for: "select", to: adminRole, using: sql`true` }),
    // The people of the account that the transaction is for: the policy of memberships decides.
    pgPolicy("users_web", {
      for: "select",
      to: webRole,
      using: sql`exists (select 1 from memberships where memberships.user_id = users.id)`,
    }),
  ],
).enableRLS();

export const memberships = pgTable(
  "memberships",
  {
    accountId: uuid("account_id")
      .notNull()
      .references(() => accounts.id),
    userId: uuid("user_id")
      .notNull()
      .references(() => users.id),
    createdAt: createdAt(),
  },
  (table) => [
    primaryKey({ columns: [table.accountId, table.userId] }),
    // Serves: the accounts of the user who signs in.
    index("memberships_user").on(table.userId),
    ...ownedByAccount("memberships"),
    pgPolicy("memberships_auth", { for: "select", to: authRole, using: sql`true` }),
  ],
).enableRLS();

/** Local sign-in. The cookie holds a random token; only its SHA-256 is stored. */
export const sessions = pgTable(
  "sessions",
  {
    tokenHash: text("token_hash").primaryKey(),
    userId: uuid("user_id")
      .notNull()
      .references(() => users.id),
    accountId: uuid("account_id")
      .notNull()
      .references(() => accounts.id),
    createdAt: createdAt(),
    expiresAt: moment("expires_at").notNull(),
  },
  (table) => [
    // Serves: at sign-in, the user's sessions that have expired.
    index("sessions_user").on(table.userId),
    pgPolicy("sessions_auth", { for: "select", to: authRole, using: sql`true` }),
    pgPolicy("sessions_worker", { for: "all", to: workerRole, using: sql`true`, withCheck: sql`true` }),
  ],
).enableRLS();

/** A folder of runs. */
export const campaigns = pgTable(
  "campaigns",
  {
    id: uuid("id").primaryKey().defaultRandom(),
    accountId: uuid("account_id")
      .notNull()
      .references(() => accounts.id),
    userId: uuid("user_id")
      .notNull()
      .references(() => users.id),
    name: text("name").notNull(),
    archivedAt: moment("archived_at"),
    idempotencyKey: text("idempotency_key"),
    /** Of the body that made it, to tell a repeated request from another one with the same key. */
    requestHash: text("request_hash"),
    createdAt: createdAt(),
  },
  (table) => [
    // Serves: the campaigns of an account, newest first.
    index("campaigns_account").on(table.accountId, table.createdAt.desc()),
    // Serves: a name is given once an account, archived ones included.
    uniqueIndex("campaigns_name").on(table.accountId, sql`lower(name)`),
    // Serves: making with an Idempotency-Key finds the campaign that the key made.
    uniqueIndex("campaigns_idempotency")
      .on(table.accountId, table.userId, table.idempotencyKey)
      .where(sql`idempotency_key is not null`),
    ...ownedByAccount("campaigns"),
  ],
).enableRLS();

/** One press of the button: one job a platform, and later the retries of what failed. */
export const runs = pgTable(
  "runs",
  {
    id: uuid("id").primaryKey().defaultRandom(),
    accountId: uuid("account_id")
      .notNull()
      .references(() => accounts.id),
    userId: uuid("user_id")
      .notNull()
      .references(() => users.id),
    campaignId: uuid("campaign_id").references(() => campaigns.id),
    createdAt: createdAt(),
  },
  (table) => [
    // Serves: the runs of an account, newest first.
    index("runs_account").on(table.accountId, table.createdAt.desc()),
    // Serves: the runs of a campaign, newest first.
    index("runs_campaign")
      .on(table.campaignId, table.createdAt, table.id)
      .where(sql`campaign_id is not null`),
    ...ownedByAccount("runs"),
  ],
).enableRLS();
