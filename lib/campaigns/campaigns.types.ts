import { z } from "zod";
import { queryNumber } from "#lib/http/query-number.ts";
import type { CreatorRow, JobSummary } from "#lib/search-engine/types.ts";

/** The shapes of the campaigns' API, shared by routes and pages. */

const CAMPAIGN_NAME_MAX = 80;

/** Characters that show nothing do not make a name. */
const nameSchema = z
  .string()
  .trim()
  .max(CAMPAIGN_NAME_MAX)
  .refine((name) => /[^\p{Cf}\s]/u.test(name), "must not be blank");

export const createCampaignBodySchema = z.strictObject({ name: nameSchema });
export type CreateCampaignBody = z.infer<typeof createCampaignBodySchema>;

export const changeCampaignBodySchema = z
  .strictObject({ name: nameSchema.optional(), archived: z.boolean().optional() })
  .refine(({ name, archived }) => name !== undefined || archived !== undefined, "must have name or archived");
export type ChangeCampaignBody = z.infer<typeof changeCampaignBodySchema>;

const cursor = z.string().max(400).optional();

export const campaignListQuerySchema = z.strictObject({
  /** `all` for both. */
  archived: z.enum(["false", "true", "all"]).default("false"),
  limit: queryNumber(1, 200).default(100),
  cursor,
});
export type CampaignListQuery = z.infer<typeof campaignListQuerySchema>;

export const campaignRunsQuerySchema = z.strictObject({ limit: queryNumber(1, 50).default(20), cursor });
export type CampaignRunsQuery = z.infer<typeof campaignRunsQuerySchema>;

export const campaignCreatorsQuerySchema = z.strictObject({
  /** Text that handle, name, bio or an e-mail address contains, in whatever case. */
  q: z.string().trim().max(100).optional(),
  /** A campaign that found them, too; `other` for any of the account's, `none` for those that are in no other. */
  seenIn: z
    .union([z.uuid(), z.enum(["other", "none"])], "must be the id of a campaign, other or none")
    .optional(),
  limit: queryNumber(1, 200).default(50),
  cursor,
});
export type CampaignCreatorsQuery = z.infer<typeof campaignCreatorsQuerySchema>;

export interface CampaignSummary {
  campaignId: string;
  name: string;
  /** ISO 8601; null while it is in use. */
  archivedAt: string | null;
  createdAt: string;
  userId: string;
  userName: string;
  runs: number;
  lastRunAt: string | null;
  jobs: number;
  openJobs: number;
  /** As its jobs delivered them: who is in several counts for each. */
  creatorsFound: number;
  emailsFound: number;
  /** Provider credits. */
  cost: number;
}

export interface CampaignDetails extends CampaignSummary {
  /** Each creator once. */
  creators: number;
  /** Those of them with at least one address. */
  creatorsWithEmail: number;
}

export interface CampaignsAnswer {
  campaigns: CampaignSummary[];
  nextCursor: string | null;
}

export interface CampaignRun {
  runId: string;
  createdAt: string;
  userId: string;
  userName: string;
  /** Oldest first; of a run with many, the newest 20. */
  jobs: JobSummary[];
}

export interface CampaignRunsAnswer {
  runs: CampaignRun[];
  nextCursor: string | null;
}

/** A creator of the campaign, whichever of its jobs found it: the newest own copy, one with details first. */
export interface CampaignCreator
  extends Pick<
    CreatorRow,
    "platform" | "platformId" | "state" | "reason" | "profile" | "emails" | "filterReason" | "enrichedAt"
  > {
  /** False where the filters of every search that found it exclude it. */
  matches: boolean;
  /** Whatever led to it, in the order of the alphabet. */
  keywords: string[];
  /** The searches that found it, newest first. */
  foundBy: { runId: string; jobId: string; createdAt: string }[];
  /** Other campaigns of the account that have it. */
  seenIn: { campaignId: string; name: string }[];
  /** When it was first found for this campaign. */
  foundAt: string;
}

export interface CampaignCreatorsAnswer {
  /** Who was found last comes first. */
  creators: CampaignCreator[];
  /** Of all pages. */
  total: number;
  nextCursor: string | null;
}
