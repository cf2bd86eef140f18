import type { Transaction } from "#lib/db/index.ts";
import type { JobRow } from "../v2/index.ts";

/** The job itself, or the one that it is in the end a retry of. */
export async function findFirstOf(
  transaction: Transaction,
  accountId: string,
  jobId: string,
): Promise<(JobRow & { request: object }) | undefined> {
  const [job] = await transaction<(JobRow & { request: object })[]>`
    with recursive line as (
      select id, retry_of from scraping_jobs where id = ${jobId} and account_id = ${accountId}
      union all
      select j.id, j.retry_of from line l join scraping_jobs j on j.id = l.retry_of
    )
    select j.* from line l join scraping_jobs j on j.id = l.id
    where l.retry_of is null and j.account_id = ${accountId}`;
  return job;
}

/** Whether the campaign is the account's, and not archived. */
export async function hasOpenCampaign(
  transaction: Transaction,
  { accountId, campaignId }: { accountId: string; campaignId: string },
): Promise<boolean> {
  const rows = await transaction`
    select 1 from campaigns where id = ${campaignId} and account_id = ${accountId} and archived_at is null`;
  return rows.length > 0;
}
