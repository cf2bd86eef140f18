import { sql } from "drizzle-orm";
import { index, pgPolicy, pgTable, primaryKey, real, text, uuid } from "drizzle-orm/pg-core";
import { authRole, createdAt, moment, ownedByAccount, webRole, workerRole } from "./shared.ts";

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
  () => [
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
    createdAt: createdAt(),
  },
  (table) => [
    // Serves: the campaigns of an account, newest first.
    index("campaigns_account").on(table.accountId, table.createdAt.desc()),
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
    // Serves: the runs of a campaign.
    index("runs_campaign").on(table.campaignId).where(sql`campaign_id is not null`),
    ...ownedByAccount("runs"),
  ],
).enableRLS();
