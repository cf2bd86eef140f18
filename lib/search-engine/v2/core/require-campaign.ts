import type { Transaction } from "#lib/db/index.ts";
import { AppError, notFound } from "#lib/errors.ts";

/**
 * A search goes into a campaign of its own account that is not archived.
 * @throws AppError `not_found`; `conflict` for one that is archived.
 */
export async function requireCampaign(
  transaction: Transaction,
  accountId: string,
  campaignId: string,
): Promise<void> {
  const [campaign] = await transaction<{ name: string; isArchived: boolean }[]>`
    select name, archived_at is not null as is_archived from campaigns
    where id = ${campaignId} and account_id = ${accountId}`;
  if (!campaign) throw notFound("campaign");
  if (campaign.isArchived) {
    const message = `The campaign "${campaign.name}" is archived. Bring it back before searching for it.`;
    throw new AppError("conflict", message, { field: "campaignId" });
  }
}
