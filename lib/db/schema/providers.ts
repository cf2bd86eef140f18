import { sql } from "drizzle-orm";
import {
  bigint,
  boolean,
  doublePrecision,
  index,
  integer,
  jsonb,
  pgPolicy,
  pgTable,
  primaryKey,
  text,
  uniqueIndex,
  uuid,
} from "drizzle-orm/pg-core";
import { adminRole, createdAt, moment, ownedByAccount, webRole, workerRole } from "./shared.ts";

/** Tables that belong to no account: workers write them, these roles may look. */
function operational(table: string, readers = [webRole, adminRole]) {
  return [
    pgPolicy(`${table}_worker`, { for: "all", to: workerRole, using: sql`true`, withCheck: sql`true` }),
    pgPolicy(`${table}_read`, { for: "select", to: readers, using: sql`true` }),
  ];
}

/** One row a provider; every call passes it. The row `*` is the switch that stops all paid calls. */
export const providerGates = pgTable(
  "provider_gates",
  {
    provider: text("provider").primaryKey(),
    /** No call before then (429). */
    blockedUntil: moment("blocked_until"),
    /** No call until an admin opens it (out of vendor credit, stop switch). */
    closedAt: moment("closed_at"),
    closedReason: text("closed_reason"),
    /** Credits spent on the UTC day. */
    spendDay: text("spend_day").notNull().default(""),
    spendToday: integer("spend_today").notNull().default(0),
  },
  () => operational("provider_gates"),
).enableRLS();

/** The provider's virtual time, apart from its gate so that claims never wait for calls. */
export const providerClocks = pgTable(
  "provider_clocks",
  {
    provider: text("provider").primaryKey(),
    virtualTime: doublePrecision("virtual_time").notNull().default(0),
  },
  () => operational("provider_clocks"),
).enableRLS();

/** One row each HTTP try at a provider, written before it and completed after. */
export const apiCallLogs = pgTable(
  "api_call_logs",
  {
    id: uuid("id").primaryKey(),
    provider: text("provider").notNull(),
    action: text("action").notNull(),
    /** What the call was for: the keyword, the creator. */
    reason: text("reason"),
    accountId: uuid("account_id"),
    userId: uuid("user_id"),
    jobId: uuid("job_id"),
    taskId: uuid("task_id"),
    /** The lease that the call was made under: when it is gone, so is the call's place at the gate. */
    leaseToken: uuid("lease_token"),
    /** `started`, `ok`, `unknown` (killed meanwhile), `aborted`, or the kind of the ProviderError. */
    outcome: text("outcome").notNull().default("started"),
    status: integer("status"),
    durationMs: integer("duration_ms"),
    /** Provider credits. */
    cost: integer("cost").notNull().default(0),
    timeoutMs: integer("timeout_ms").notNull(),
    startedAt: moment("started_at").notNull(),
    completedAt: moment("completed_at"),
  },
  (table) => [
    // Serves: the calls under way at a gate; the sweeper's search for calls that never completed.
    index("api_call_logs_started").on(table.provider, table.startedAt).where(sql`outcome = 'started'`),
    // Serves: the calls of the last second (rate), and of a period (admins).
    index("api_call_logs_recent").on(table.provider, table.startedAt.desc()),
    // Serves: the calls of a period that failed (admins).
    index("api_call_logs_failed")
      .on(table.provider, table.startedAt.desc(), table.id.desc())
      .where(sql`outcome not in ('started', 'aborted', 'cancelled', 'ok', 'not_found')`),
    // Serves: the cost of a task and of a job.
    index("api_call_logs_task").on(table.taskId),
    index("api_call_logs_job").on(table.jobId),
    ...ownedByAccount("api_call_logs"),
  ],
).enableRLS();

/** Credits that a job has spent, counted at the gate for the cap. */
export const jobSpend = pgTable(
  "job_spend",
  {
    jobId: uuid("job_id").primaryKey(),
    credits: integer("credits").notNull().default(0),
  },
  () => [
    ...operational("job_spend", [adminRole]),
    // Of the jobs of the account that the transaction is for: the policy of jobs decides.
    pgPolicy("job_spend_web", {
      for: "select",
      to: webRole,
      using: sql`exists (select 1 from scraping_jobs where scraping_jobs.id = job_spend.job_id)`,
    }),
  ],
).enableRLS();

export const workerHeartbeats = pgTable(
  "worker_heartbeats",
  {
    id: text("id").primaryKey(),
    hostname: text("hostname").notNull(),
    processId: integer("process_id").notNull(),
    concurrency: integer("concurrency").notNull(),
    running: integer("running").notNull().default(0),
    stopping: boolean("stopping").notNull().default(false),
    startedAt: moment("started_at").notNull().defaultNow(),
    beatAt: moment("beat_at").notNull().defaultNow(),
  },
  () => operational("worker_heartbeats"),
).enableRLS();

/** What admins should know: counted, not repeated. */
export const adminNotices = pgTable(
  "admin_notices",
  {
    kind: text("kind").notNull(),
    subject: text("subject").notNull(),
    message: text("message").notNull(),
    count: integer("count").notNull().default(1),
    firstAt: moment("first_at").notNull().defaultNow(),
    lastAt: moment("last_at").notNull().defaultNow(),
  },
  (table) => [primaryKey({ columns: [table.kind, table.subject] }), ...operational("admin_notices")],
).enableRLS();

/** One row: when the last sweep began. */
export const sweeper = pgTable(
  "sweeper",
  {
    id: integer("id").primaryKey().default(1),
    sweptAt: moment("swept_at").notNull().defaultNow(),
    /** When everything was last recounted. */
    recountedAt: moment("recounted_at").notNull().defaultNow(),
  },
  () => operational("sweeper"),
).enableRLS();

/** Counters that a recount contradicted. Reported, never silently mended. */
export const counterDrifts = pgTable(
  "counter_drifts",
  {
    id: bigint("id", { mode: "number" }).generatedAlwaysAsIdentity().primaryKey(),
    rule: text("rule").notNull(),
    subject: text("subject").notNull(),
    details: jsonb("details"),
    createdAt: createdAt(),
  },
  (table) => [
    // Serves: one report for one drift.
    uniqueIndex("counter_drifts_subject").on(table.rule, table.subject),
    ...operational("counter_drifts"),
  ],
).enableRLS();
