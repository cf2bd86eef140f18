import { z } from "zod";
import { changeCampaign, changeCampaignBodySchema, getCampaign } from "#lib/campaigns/index.ts";
import { route } from "#lib/http/index.ts";

const campaign = {
  params: z.object({ campaignId: z.uuid() }),
  query: z.strictObject({}),
  resource: "campaign",
};

export const GET = route(campaign, async ({ caller, params }) =>
  Response.json(await getCampaign(caller, params.campaignId)),
);

export const PATCH = route(
  { ...campaign, body: changeCampaignBodySchema },
  async ({ caller, params, body }) => Response.json(await changeCampaign(caller, params.campaignId, body)),
);
