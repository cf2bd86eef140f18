import { sql } from "drizzle-orm";
import {
  bigint,
  boolean,
  foreignKey,
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
import { scrapingJobs } from "./jobs.ts";
import { createdAt, moment, ownedByAccount, workerRole } from "./shared.ts";

/** The shared cache, one row per (platform, platform id). A handle may move to another id: indexed, not unique. */
export const creators = pgTable(
  "creators",
  {
    platform: text("platform").notNull(),
    platformId: text("platform_id").notNull(),
    handle: text("handle").notNull(),
    profile: jsonb("profile").notNull(),
    emails: jsonb("emails").notNull().default([]),
    seenAt: moment("seen_at").notNull().defaultNow(),
    enrichedAt: moment("enriched_at"),
    /** The task that is fetching the profile, and its lease: one fetch at a time across all jobs. */
    fetchTask: uuid("fetch_task"),
    fetchToken: uuid("fetch_token"),
    createdAt: createdAt(),
  },
  (table) => [
    primaryKey({ columns: [table.platform, table.platformId] }),
    // Serves: a creator by handle.
    index("creators_handle").on(table.platform, table.handle),
    pgPolicy("creators_worker", { for: "all", to: workerRole, using: sql`true`, withCheck: sql`true` }),
  ],
).enableRLS();

/** What a job delivered: its own copy, which no other job changes. */
export const jobCreators = pgTable(
  "job_creators",
  {
    jobId: uuid("job_id").notNull(),
    platformId: text("platform_id").notNull(),
    accountId: uuid("account_id").notNull(),
    /** 1..n, gapless, in the order of commits. */
    position: integer("position").notNull(),
    /** The job's version at the last change of this row. */
    version: bigint("version", { mode: "number" }).notNull(),
    state: text("state", { enum: ["found", "enriched", "unavailable", "failed", "skipped"] })
      .notNull()
      .default("found"),
    reason: text("reason"),
    handle: text("handle").notNull(),
    profile: jsonb("profile").notNull(),
    emails: jsonb("emails").notNull().default([]),
    matches: boolean("matches").notNull().default(true),
    filterReason: text("filter_reason"),
    /** Names of the filters that it does not fit. */
    filteredBy: text("filtered_by").array().notNull().default(sql`'{}'`),
    score: integer("score"),
    fromCache: boolean("from_cache").notNull().default(false),
    /** Taken over, without a charge, from the job that this one retries. */
    copied: boolean("copied").notNull().default(false),
    /** The task that inserted it. */
    taskId: uuid("task_id").notNull(),
    foundAt: moment("found_at").notNull().defaultNow(),
    enrichedAt: moment("enriched_at"),
    /** Erasure of a person leaves the row as a tombstone. */
    erasedAt: moment("erased_at"),
  },
  (table) => [
    primaryKey({ columns: [table.jobId, table.platformId] }),
    foreignKey({ columns: [table.jobId], foreignColumns: [scrapingJobs.id] }),
    // Serves: I8, gapless positions.
    uniqueIndex("job_creators_position").on(table.jobId, table.position),
    // Serves: status, what changed after (version, position).
    index("job_creators_changes").on(table.jobId, table.version, table.position),
    // Serves: what a retry would do, and why creators have no details.
    index("job_creators_failed").on(table.jobId).where(sql`state in ('failed', 'skipped')`),
    ...ownedByAccount("job_creators"),
  ],
).enableRLS();

/** Every keyword and post that led to a creator. Insert only. */
export const jobCreatorMatches = pgTable(
  "job_creator_matches",
  {
    jobId: uuid("job_id").notNull(),
    platformId: text("platform_id").notNull(),
    keyword: text("keyword").notNull(),
    /** Empty where the keyword led to the creator itself, not by a post. */
    contentId: text("content_id").notNull(),
    accountId: uuid("account_id").notNull(),
    url: text("url"),
    caption: text("caption"),
    hashtags: text("hashtags").array().notNull(),
    views: bigint("views", { mode: "number" }),
    likes: bigint("likes", { mode: "number" }),
    comments: bigint("comments", { mode: "number" }),
    shares: bigint("shares", { mode: "number" }),
    postedAt: moment("posted_at"),
  },
  (table) => [
    primaryKey({ columns: [table.jobId, table.platformId, table.keyword, table.contentId] }),
    foreignKey({
      columns: [table.jobId, table.platformId],
      foreignColumns: [jobCreators.jobId, jobCreators.platformId],
    }),
    ...ownedByAccount("job_creator_matches"),
  ],
).enableRLS();

/** Keywords that the expander gave for a set of keywords, so that the same question is asked once. */
export const keywordExpansions = pgTable(
  "keyword_expansions",
  {
    key: text("key").primaryKey(),
    platform: text("platform").notNull(),
    source: text("source").notNull(),
    keywords: jsonb("keywords").notNull(),
    createdAt: createdAt(),
  },
  () => [
    pgPolicy("keyword_expansions_worker", {
      for: "all",
      to: workerRole,
      using: sql`true`,
      withCheck: sql`true`,
    }),
  ],
).enableRLS();
