import { z } from "zod";
import { queryNumber } from "#lib/http/query-number.ts";
import type { CreatorState } from "./creator-state.types.ts";
import { JOB_STATUSES, type JobStatus } from "./job-status.types.ts";
import { type FilterName, type FilterReport, filtersSchema } from "./v2/core/filters.ts";
import type { ContentMatch, CreatorProfile, Email } from "./v2/core/types.ts";

/** The shapes of the API, shared by the routes, the pages and the terminal. */

export { isTerminal, JOB_STATUSES, type JobStatus } from "./job-status.types.ts";
export {
  FILTER_NAMES,
  type FilterName,
  type FilterReport,
  filtersSchema,
  type NumberRange,
  type SearchFilters,
} from "./v2/core/filters.ts";

export const KEYWORDS_MAX = 50;
const KEYWORD_LENGTH_MAX = 100;

/** Characters that show nothing do not make a keyword. */
const keywordSchema = z
  .string()
  .trim()
  .max(KEYWORD_LENGTH_MAX)
  .refine((keyword) => /[^\p{Cf}\s]/u.test(keyword), "must not be blank");
export const TARGET_MAX = 5_000;

export const dispatchBodySchema = z.strictObject({
  platform: z.string(),
  keywords: z
    .array(keywordSchema)
    .min(1, "at least one keyword")
    .max(KEYWORDS_MAX, `at most ${KEYWORDS_MAX} keywords`),
  targetResults: z.int().min(1).max(TARGET_MAX),
  campaignId: z.uuid().optional(),
  runId: z.uuid().optional(),
  /** Ask for more keywords like these. */
  expand: z.boolean().default(false),
  /** What creators must be like; all of it must hold. */
  filters: filtersSchema.optional(),
});
export type DispatchBody = z.infer<typeof dispatchBodySchema>;

export interface DispatchAnswer {
  jobId: string;
  runId: string;
  status: JobStatus;
  /** Only where the platform's page limits cannot supply the target: the most that they can. */
  achievableResults?: number;
  filters: FilterReport;
}

export const JOB_STATES = ["open", "ended", ...JOB_STATUSES] as const;
/** A status, or all of those before or after the end. */
export type JobState = (typeof JOB_STATES)[number];

export const jobListQuerySchema = z.strictObject({
  state: z.enum(JOB_STATES).optional(),
  platform: z.string().max(50).optional(),
  campaignId: z.uuid().optional(),
  userId: z.uuid().optional(),
  runId: z.uuid().optional(),
  limit: queryNumber(1, 100).default(50),
  cursor: z.string().max(200).optional(),
});
export type JobListQuery = z.infer<typeof jobListQuerySchema>;

export const statusQuerySchema = z.strictObject({
  jobId: z.uuid(),
  since: z
    .string()
    .regex(/^\d{1,15}\.\d{1,9}$/, "must be a cursor that an earlier answer gave")
    .optional(),
  limit: queryNumber(1, 1_000).default(200),
});
export type StatusQuery = z.infer<typeof statusQuerySchema>;

export interface JobProgress {
  /** The phase by name: waiting, starting, searching, enriching, completed, partial, failed, cancelled. */
  step: string;
  /** One sentence for people. */
  details: string;
  keywordsDispatched: number;
  keywordsCompleted: number;
  keywordsFailed: number;
  creatorsFound: number;
  creatorsEnriched: number;
  creatorsFailed: number;
  creatorsUnavailable: number;
  creatorsFiltered: number;
  creatorsSkipped: number;
  /**
   * Of a retry: creators that it took over from the job that it does again, to complete them. They are not among those
   * found and cost nothing; in the other counts they are.
   */
  creatorsCopied: number;
  emailsFound: number;
  targetResults: number;
  /** 0 to 100; never falls; 100 only when the job has ended. */
  percent: number;
  /** Only while pending: 1 is next. */
  placeInLine?: number;
}

/** What a retry of a job would do. Nothing while it is open, and nothing that a retry has taken over. */
export interface RetryScope {
  /** Failed keywords, where the target still lacks creators. */
  keywords: number;
  /** Creators whose details failed, or were skipped but for a cancel. */
  creators: number;
  /** Whether the expansion of its keywords would be tried again, where the target still lacks creators. */
  expansion: boolean;
}

/** How a job belongs to others. */
export interface JobKinship {
  /** The job whose failed units this one does again; in the same run. */
  retryOf: string | null;
  /** The job whose request this one repeats; in another run as a rule. */
  runAgainOf: string | null;
  canRetry: RetryScope;
}

export interface JobSummary extends JobKinship {
  jobId: string;
  runId: string;
  campaignId: string | null;
  campaignName: string | null;
  platform: string;
  keywords: string[];
  status: JobStatus;
  filters: FilterReport;
  enrichmentStatus: "pending" | "in_progress" | "completed";
  progress: JobProgress;
  /** Creators of the allowance: held now (none after the end), charged for what was delivered, given back. */
  allowance: { held: number; charged: number; refunded: number };
  /** Provider credits that its calls have cost so far. */
  cost: number;
  userId: string;
  userName: string;
  createdAt: string;
  startedAt: string | null;
  finishedAt: string | null;
  error: string | null;
}

export interface KeywordStatus {
  keyword: string;
  source: "user" | "expansion";
  reason?: string;
  status: "waiting" | "running" | "parked" | "done" | "failed" | "cancelled";
  /** Creators that this keyword led to; `unique` are those that no other keyword had brought before. */
  found: number;
  unique: number;
  /** Results that were not saved, since they showed at once that they do not fit; and how many failed each filter. */
  leftOut: number;
  leftOutBy: Partial<Record<FilterName, number>>;
  /** Provider credits. */
  cost: number;
  error?: string;
}

export type { CreatorState } from "./creator-state.types.ts";

export interface CreatorRow {
  platform: string;
  platformId: string;
  /** 1..n in the order of delivery; never changes. */
  position: number;
  state: CreatorState;
  /** Why it is unavailable, failed or skipped. */
  reason: string | null;
  profile: CreatorProfile;
  emails: Email[];
  /** False when a filter that is known only after enrichment excludes it; `filterReason` says why. */
  matches: boolean;
  filterReason: string | null;
  /** Names of those filters. */
  filteredBy: FilterName[];
  matchedOn: { keyword: string; contents: ContentMatch[] }[];
  fromCache: boolean;
  foundAt: string;
  /** When the profile was fetched; null while it is not. */
  enrichedAt: string | null;
}

export interface JobError {
  code: string;
  message: string;
  keyword?: string;
  /** Creators concerned, where it is about creators. */
  count?: number;
}

export interface StatusAnswer extends JobKinship {
  jobId: string;
  runId: string;
  platform: string;
  status: JobStatus;
  enrichmentStatus: JobSummary["enrichmentStatus"];
  version: number;
  progress: JobProgress;
  filters: FilterReport;
  keywords: KeywordStatus[];
  /** Those that changed since the cursor, each as it is now. */
  creators: CreatorRow[];
  /** `nextCursor` goes into `since` next time; `total` is the count of creators so far. */
  pagination: { nextCursor: string; total: number; more: boolean };
  errors: JobError[];
  /** True when the provider answers from recorded sample data. */
  sampleData: boolean;
}

/** As for a dispatch, whose keywords these may become. */
export const suggestBodySchema = z.strictObject({
  platform: dispatchBodySchema.shape.platform,
  keywords: dispatchBodySchema.shape.keywords,
});
export type SuggestBody = z.infer<typeof suggestBodySchema>;

export interface SuggestAnswer {
  /** None of the given; what `expand` would add to a search with the same keywords. */
  keywords: { keyword: string; reason: string }[];
  /** Who thought of them: `rules`, or a model's name. */
  source: string;
  cached: boolean;
}
