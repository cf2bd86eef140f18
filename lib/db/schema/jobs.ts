import { sql } from "drizzle-orm";
import {
  bigint,
  boolean,
  check,
  doublePrecision,
  index,
  integer,
  jsonb,
  pgTable,
  text,
  uniqueIndex,
  uuid,
} from "drizzle-orm/pg-core";
import { accounts, campaigns, runs, users } from "./accounts.ts";
import { createdAt, moment, ownedByAccount } from "./shared.ts";

const count = (name: string) => integer(name).notNull().default(0);

/**
 * A request, and the counters that tell how far it is. Counters are caches of the job's own rows: they change
 * in the transaction that moves those rows, and `invariant_violations` compares the two.
 */
export const scrapingJobs = pgTable(
  "scraping_jobs",
  {
    id: uuid("id").primaryKey().defaultRandom(),
    accountId: uuid("account_id")
      .notNull()
      .references(() => accounts.id),
    userId: uuid("user_id")
      .notNull()
      .references(() => users.id),
    runId: uuid("run_id")
      .notNull()
      .references(() => runs.id),
    campaignId: uuid("campaign_id").references(() => campaigns.id),
    /** The job of the same run whose failed units this one does again. */
    retryOf: uuid("retry_of"),
    /** The job whose request this one repeats. */
    againOf: uuid("again_of"),
    type: text("type", { enum: ["search", "analytics"] }).notNull(),
    platform: text("platform").notNull(),
    provider: text("provider").notNull(),
    status: text("status", {
      enum: [
        "pending",
        "dispatching",
        "searching",
        "enriching",
        "completed",
        "partial",
        "error",
        "cancelled",
      ],
    })
      .notNull()
      .default("pending"),
    /** The frozen request, as it was asked. */
    request: jsonb("request").notNull(),
    requestHash: text("request_hash").notNull(),
    /** Equal for jobs that ask for the same, whenever and in whichever run; null for a retry, which asks for a rest. */
    searchKey: text("search_key"),
    idempotencyKey: text("idempotency_key"),

    targetResults: integer("target_results").notNull(),
    keywordsDispatched: count("keywords_dispatched"),
    keywordsCompleted: count("keywords_completed"),
    keywordsFailed: count("keywords_failed"),
    creatorsFound: count("creators_found"),
    creatorsEnriched: count("creators_enriched"),
    creatorsFailed: count("creators_failed"),
    creatorsUnavailable: count("creators_unavailable"),
    creatorsFiltered: count("creators_filtered"),
    creatorsSkipped: count("creators_skipped"),
    /** Rows that a retry began with; they count neither as found nor toward the target, and cost nothing. */
    creatorsCopied: count("creators_copied"),
    emailsFound: count("emails_found"),
    enrichmentStatus: text("enrichment_status", { enum: ["pending", "in_progress", "completed"] })
      .notNull()
      .default("pending"),
    expansionStatus: text("expansion_status", {
      enum: ["none", "pending", "completed", "failed", "not_needed"],
    })
      .notNull()
      .default("none"),

    openTasks: count("open_tasks"),
    /** Search and expand tasks that are pending or running. At 0, parked ones may be released. */
    finders: count("finders"),
    parkedTasks: count("parked_tasks"),
    /** The virtual time of the task that was queued last. */
    virtualTime: doublePrecision("virtual_time").notNull().default(0),
    version: bigint("version", { mode: "number" }).notNull().default(1),
    percent: count("percent"),

    /** Creators of the allowance: held at dispatch, charged as delivered, given back at the end. */
    reserved: count("reserved"),
    charged: count("charged"),
    refunded: count("refunded"),

    cancelRequestedAt: moment("cancel_requested_at"),
    /** Set at the first claim. */
    deadlineAt: moment("deadline_at"),
    error: text("error"),
    createdAt: createdAt(),
    startedAt: moment("started_at"),
    finishedAt: moment("finished_at"),
    updatedAt: moment("updated_at").notNull().defaultNow(),
  },
  (table) => [
    // Serves: dispatch with an Idempotency-Key finds the job that the key made.
    uniqueIndex("scraping_jobs_idempotency")
      .on(table.accountId, table.userId, table.idempotencyKey)
      .where(sql`idempotency_key is not null`),
    // Serves: open jobs of an account (slots, place in line, promotion) and of all (sweeper).
    index("scraping_jobs_open").on(table.accountId, table.createdAt).where(sql`finished_at is null`),
    // Serves: the job list of an account, newest first: read from its end, as "desc" with nulls last is not.
    index("scraping_jobs_account").on(table.accountId, table.createdAt, table.id),
    // Serves: the jobs of a campaign, and those of the account's other campaigns.
    index("scraping_jobs_campaign")
      .on(table.accountId, table.campaignId, table.createdAt, table.id)
      .where(sql`campaign_id is not null`),
    // Serves: the jobs of all accounts, newest first (admins); by state; by platform.
    index("scraping_jobs_created").on(table.createdAt, table.id),
    index("scraping_jobs_status").on(table.status, table.createdAt, table.id),
    index("scraping_jobs_platform").on(table.platform, table.createdAt, table.id),
    // Serves: the jobs of a run.
    index("scraping_jobs_run").on(table.runId),
    // Serves: the retries of a job: what is left of it, and what they have taken over.
    index("scraping_jobs_retries").on(table.retryOf).where(sql`retry_of is not null`),
    // Serves: one retry at a time in a run, so that no two deliver the same.
    uniqueIndex("scraping_jobs_open_retry")
      .on(table.runId, table.platform)
      .where(sql`retry_of is not null and finished_at is null`),
    // Serves: the last run that asked for the same.
    index("scraping_jobs_search")
      .on(table.accountId, table.searchKey, table.createdAt.desc())
      .where(sql`search_key is not null`),
    // Serves: the recount of jobs that ended lately (sweeper).
    index("scraping_jobs_finished").on(table.finishedAt).where(sql`finished_at is not null`),
    check(
      "scraping_jobs_target",
      sql`target_results between case when retry_of is null then 1 else 0 end and 100000 and creators_found <= target_results`,
    ),
    check("scraping_jobs_charge", sql`charged between 0 and reserved and refunded between 0 and charged`),
    check("scraping_jobs_tasks", sql`open_tasks >= 0 and finders >= 0 and parked_tasks >= 0`),
    check(
      "scraping_jobs_percent",
      sql`percent between 0 and 100 and (percent < 100 or finished_at is not null)`,
    ),
    check(
      "scraping_jobs_end",
      sql`(finished_at is not null) = (status in ('completed', 'partial', 'error', 'cancelled')) and (finished_at is null or open_tasks = 0)`,
    ),
    ...ownedByAccount("scraping_jobs"),
  ],
).enableRLS();

/** The work, one row a unit: the truth about it, and the queue. What is delivered only wakes a row. */
export const jobTasks = pgTable(
  "job_tasks",
  {
    id: uuid("id").primaryKey().defaultRandom(),
    jobId: uuid("job_id")
      .notNull()
      .references(() => scrapingJobs.id),
    accountId: uuid("account_id").notNull(),
    platform: text("platform").notNull(),
    /** Whose lane it waits in: the adapter's provider, or the one that expands keywords. */
    provider: text("provider").notNull(),
    kind: text("kind", { enum: ["search", "expand", "enrich", "analyze"] }).notNull(),
    /** What makes it one unit of its job: the keyword, the batch. */
    unitKey: text("unit_key").notNull(),
    state: text("state", { enum: ["pending", "parked", "running", "done", "failed", "cancelled"] })
      .notNull()
      .default("pending"),
    /** The order of making; breaks ties of virtual time. */
    sequence: bigint("sequence", { mode: "number" }).generatedAlwaysAsIdentity(),

    attempts: count("attempts"),
    leaseToken: uuid("lease_token"),
    leaseUntil: moment("lease_until"),
    nextAt: moment("next_at").notNull().defaultNow(),
    /** Grows with every decision to publish a wake. */
    wakeSeq: count("wake_seq"),
    /** A wake is out until then. */
    wokenUntil: moment("woken_until"),
    /** Infinity while its job waits for a slot. */
    virtualTime: doublePrecision("virtual_time").notNull().default(sql`'infinity'`),
    worker: text("worker"),

    keyword: text("keyword"),
    keywordSource: text("keyword_source", { enum: ["user", "expansion"] }),
    keywordReason: text("keyword_reason"),
    payload: jsonb("payload").notNull().default({}),
    /** Creators that this task may insert, and has inserted. */
    share: count("share"),
    taken: count("taken"),
    /** Creators that it led to, also those that another keyword had brought before. */
    found: count("found"),
    /** Results of its pages that were not saved, because they showed already that they do not fit; and by which filter. */
    leftOut: count("left_out"),
    leftOutBy: jsonb("left_out_by").notNull().default({}),
    cursor: text("cursor"),
    seenCursors: text("seen_cursors").array().notNull().default(sql`'{}'`),
    /** The provider has no further page. */
    exhausted: boolean("exhausted").notNull().default(false),
    /** Pages bought, and settles made: the latter numbers the charges. */
    pages: count("pages"),
    settles: count("settles"),
    carry: jsonb("carry").notNull().default([]),
    /** Provider credits of its calls. */
    cost: count("cost"),

    error: text("error"),
    errorCode: text("error_code"),
    /** Why it was closed without failing: `not_needed`. */
    reason: text("reason"),
    createdAt: createdAt(),
    startedAt: moment("started_at"),
    finishedAt: moment("finished_at"),
  },
  (table) => [
    // Serves: making a unit once, whatever is delivered twice; and the keywords of a job in status.
    uniqueIndex("job_tasks_unit").on(table.jobId, table.kind, table.unitKey),
    // Serves: the claim by virtual time.
    index("job_tasks_claim")
      .on(table.provider, table.virtualTime, table.sequence)
      .where(sql`state = 'pending'`),
    // Serves: the messages that are out to tasks of a provider.
    index("job_tasks_woken")
      .on(table.provider, table.wokenUntil)
      .where(sql`state = 'pending' and woken_until is not null`),
    // Serves: the sweeper's search for leases that ran out.
    index("job_tasks_lease").on(table.leaseUntil).where(sql`state = 'running'`),
    // Serves: closing, releasing and recounting the open tasks of a job.
    index("job_tasks_open").on(table.jobId).where(sql`state in ('pending', 'parked', 'running')`),
    // Serves: throughput and durations of late (admins).
    index("job_tasks_finished").on(table.finishedAt).where(sql`finished_at is not null`),
    // Serves: what failed lately, and the jobs behind it (admins).
    index("job_tasks_failed").on(table.finishedAt).where(sql`state = 'failed'`),
    check("job_tasks_lease_held", sql`(state = 'running') = (lease_token is not null)`),
    ...ownedByAccount("job_tasks"),
  ],
).enableRLS();
