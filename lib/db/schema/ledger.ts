import { sql } from "drizzle-orm";
import {
  bigint,
  check,
  index,
  integer,
  pgPolicy,
  pgTable,
  primaryKey,
  text,
  uniqueIndex,
  uuid,
} from "drizzle-orm/pg-core";
import { accounts } from "./accounts.ts";
import { adminRole, createdAt, moment, ownedByAccount, webRole, workerRole } from "./shared.ts";

const amount = (name: string) => bigint(name, { mode: "number" });

/** What an account may still use: one bucket a unit and period, each with its expiry. */
export const ledgerBuckets = pgTable(
  "ledger_buckets",
  {
    id: uuid("id").primaryKey().defaultRandom(),
    accountId: uuid("account_id")
      .notNull()
      .references(() => accounts.id),
    unit: text("unit", { enum: ["creators", "credits"] }).notNull(),
    period: text("period").notNull(),
    expiresAt: moment("expires_at").notNull(),
    available: amount("available").notNull().default(0),
    held: amount("held").notNull().default(0),
    createdAt: createdAt(),
  },
  (table) => [
    // Serves: the bucket of a period, made once; and the buckets of an account.
    uniqueIndex("ledger_buckets_period").on(table.accountId, table.unit, table.period),
    // Serves: the expiry of what is left.
    index("ledger_buckets_expiry").on(table.expiresAt).where(sql`available > 0`),
    check("ledger_buckets_balance", sql`available >= 0 and held >= 0`),
    ...ownedByAccount("ledger_buckets"),
  ],
).enableRLS();

/** Append only. Balance = sum of the entries, per bucket. */
export const ledgerEntries = pgTable(
  "ledger_entries",
  {
    id: bigint("id", { mode: "number" }).generatedAlwaysAsIdentity().primaryKey(),
    accountId: uuid("account_id").notNull(),
    bucketId: uuid("bucket_id")
      .notNull()
      .references(() => ledgerBuckets.id),
    jobId: uuid("job_id"),
    userId: uuid("user_id"),
    kind: text("kind", {
      enum: ["grant", "reserve", "charge", "release", "refund", "expire", "clawback"],
    }).notNull(),
    availableDelta: amount("available_delta").notNull(),
    heldDelta: amount("held_delta").notNull(),
    idempotencyKey: text("idempotency_key").notNull(),
    createdAt: createdAt(),
  },
  (table) => [
    // Serves: each key counts once a bucket.
    uniqueIndex("ledger_entries_key").on(table.idempotencyKey, table.bucketId),
    // Serves: I11, per job and bucket one reserve, one release, at most one refund.
    uniqueIndex("ledger_entries_once")
      .on(table.jobId, table.bucketId, table.kind)
      .where(sql`kind in ('reserve', 'release', 'refund')`),
    // Serves: the entries of a job; the ledger of an account, newest first.
    index("ledger_entries_job").on(table.jobId).where(sql`job_id is not null`),
    index("ledger_entries_account").on(table.accountId, table.id.desc()),
    check(
      "ledger_entries_shape",
      sql`case kind
        when 'grant' then available_delta > 0 and held_delta = 0
        when 'reserve' then available_delta < 0 and held_delta = -available_delta
        when 'charge' then available_delta = 0 and held_delta < 0
        when 'release' then available_delta > 0 and held_delta = -available_delta
        when 'refund' then available_delta > 0 and held_delta = 0
        else available_delta < 0 and held_delta = 0 end`,
    ),
    pgPolicy("ledger_entries_web", {
      for: "all",
      to: webRole,
      using: sql`account_id = (select nullif(current_setting('app.account_id', true), '')::uuid)`,
    }),
    pgPolicy("ledger_entries_worker", { for: "all", to: workerRole, using: sql`true` }),
    pgPolicy("ledger_entries_admin", { for: "select", to: adminRole, using: sql`true` }),
  ],
).enableRLS();

/** What a job holds of each bucket, so that it is charged and released where it came from. */
export const ledgerHolds = pgTable(
  "ledger_holds",
  {
    jobId: uuid("job_id").notNull(),
    bucketId: uuid("bucket_id")
      .notNull()
      .references(() => ledgerBuckets.id),
    accountId: uuid("account_id").notNull(),
    held: integer("held").notNull(),
    charged: integer("charged").notNull().default(0),
  },
  (table) => [
    primaryKey({ columns: [table.jobId, table.bucketId] }),
    check("ledger_holds_balance", sql`held >= 0 and charged >= 0`),
    ...ownedByAccount("ledger_holds"),
  ],
).enableRLS();
