import type { Transaction } from "#lib/db/index.ts";
import type { CampaignCreatorsQuery } from "./campaigns.types.ts";

/** What a query asks of a creator `m`, as conditions over the jobs `own` and `others` of the account. */
export function conditionsOf(transaction: Transaction, { q, seenIn }: CampaignCreatorsQuery) {
  return transaction`${containing(transaction, q)} ${seen(transaction, seenIn)}`;
}

/** By position, not by a pattern: what was typed is text, whatever characters it has. */
function containing(transaction: Transaction, text: string | undefined) {
  if (!text) return transaction``;
  return transaction`
    and (m.platform, m.platform_id) in (
      select o.platform, k.platform_id from own o join job_creators k on k.job_id = o.id and k.erased_at is null
      where position(lower(${text}) in lower(concat_ws(' ', k.handle, k.profile ->> 'displayName',
        k.profile ->> 'bio', (select string_agg(email ->> 'address', ' ') from jsonb_array_elements(k.emails) email)))) > 0)`;
}

function seen(transaction: Transaction, seenIn: CampaignCreatorsQuery["seenIn"]) {
  if (seenIn === undefined) return transaction``;
  const campaign =
    seenIn === "other" || seenIn === "none" ? transaction`` : transaction`and o.campaign_id = ${seenIn}`;
  return transaction`
    and ${seenIn === "none" ? transaction`not` : transaction``} exists (
      select 1 from others o join job_creators k on k.job_id = o.id and k.erased_at is null
      where o.platform = m.platform and k.platform_id = m.platform_id ${campaign})`;
}
