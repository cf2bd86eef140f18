import { createHash } from "node:crypto";
import type { Caller } from "#lib/auth/index.ts";
import { asReader, asUser, database, parseCursor, type Transaction } from "#lib/db/index.ts";
import { notFound } from "#lib/errors.ts";
import { countCreators, findCampaign, findCampaigns } from "./campaign-rows.ts";
import { findMadeBy, lockForCampaigns, requireFreeName, requireRoom } from "./campaign-writes.ts";
import type {
  CampaignDetails,
  CampaignListQuery,
  CampaignSummary,
  CampaignsAnswer,
  ChangeCampaignBody,
  CreateCampaignBody,
} from "./campaigns.types.ts";

/** @throws AppError `bad_request` for a cursor that no answer gave */
export function listCampaigns(caller: Caller, query: CampaignListQuery): Promise<CampaignsAnswer> {
  const after = query.cursor ? parseCursor(query.cursor) : null;
  return asReader(database(), caller.accountId, (transaction) =>
    findCampaigns(transaction, caller.accountId, { ...query, after }),
  );
}

/** @throws AppError `not_found`, also for the campaign of another account */
export function getCampaign(caller: Caller, campaignId: string): Promise<CampaignDetails> {
  return asReader(database(), caller.accountId, (transaction) =>
    readDetails(transaction, caller, campaignId),
  );
}

/**
 * Makes a campaign. The same Idempotency-Key with the same body answers the one that it made.
 * @throws AppError `plan_limit` that names plan and limit; `conflict` for a name that is taken, or a key that came
 * with another body.
 */
export function createCampaign(
  caller: Caller,
  body: CreateCampaignBody,
  { idempotencyKey }: { idempotencyKey: string | null },
): Promise<CampaignSummary> {
  const { accountId, userId } = caller;
  const { name } = body;
  const requestHash = createHash("sha256").update(JSON.stringify(body)).digest("hex");
  return asUser(database(), accountId, async (transaction) => {
    const plan = await lockForCampaigns(transaction, caller);
    const madeBefore = await findMadeBy(transaction, caller, { idempotencyKey, requestHash });
    if (madeBefore) return readOne(transaction, accountId, madeBefore);
    await requireFreeName(transaction, accountId, { name });
    await requireRoom(transaction, accountId, plan);
    const [made] = await transaction<{ id: string }[]>`
      insert into campaigns (account_id, user_id, name, idempotency_key, request_hash, created_at)
      values (${accountId}, ${userId}, ${name}, ${idempotencyKey}, ${requestHash}, clock_timestamp())
      returning id`;
    return readOne(transaction, accountId, made?.id ?? "");
  });
}

/**
 * Renames a campaign, archives it or brings it back. Again: nothing changes.
 * @throws AppError `not_found`; `conflict` for a name that is taken; `plan_limit` where there is no room to bring it back.
 */
export function changeCampaign(
  caller: Caller,
  campaignId: string,
  { name, archived }: ChangeCampaignBody,
): Promise<CampaignDetails> {
  const { accountId } = caller;
  return asUser(database(), accountId, async (transaction) => {
    const plan = await lockForCampaigns(transaction, caller);
    const { archivedAt } = await readOne(transaction, accountId, campaignId);
    if (name !== undefined) await requireFreeName(transaction, accountId, { name, campaignId });
    if (archived === false && archivedAt !== null) await requireRoom(transaction, accountId, plan);
    await transaction`
      update campaigns set name = coalesce(${name ?? null}, name),
        archived_at = case ${archived ?? null}::boolean when true then coalesce(archived_at, clock_timestamp())
          when false then null else archived_at end
      where id = ${campaignId} and account_id = ${accountId}`;
    return readDetails(transaction, caller, campaignId);
  });
}

async function readOne(
  transaction: Transaction,
  accountId: string,
  campaignId: string,
): Promise<CampaignSummary> {
  const campaign = await findCampaign(transaction, accountId, campaignId);
  if (!campaign) throw notFound("campaign");
  return campaign;
}

async function readDetails(
  transaction: Transaction,
  { accountId }: Caller,
  campaignId: string,
): Promise<CampaignDetails> {
  const [campaign, counts] = await Promise.all([
    readOne(transaction, accountId, campaignId),
    countCreators(transaction, accountId, campaignId),
  ]);
  return { ...campaign, ...counts };
}
