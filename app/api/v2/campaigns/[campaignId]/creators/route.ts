import { z } from "zod";
import { campaignCreatorsQuerySchema, listCampaignCreators } from "#lib/campaigns/index.ts";
import { route } from "#lib/http/index.ts";

const params = z.object({ campaignId: z.uuid() });

export const GET = route(
  { params, query: campaignCreatorsQuerySchema, resource: "campaign" },
  async ({ caller, params, query }) =>
    Response.json(await listCampaignCreators(caller, params.campaignId, query)),
);
