import { z } from "zod";
import { campaignRunsQuerySchema, listCampaignRuns } from "#lib/campaigns/index.ts";
import { route } from "#lib/http/index.ts";

const params = z.object({ campaignId: z.uuid() });

export const GET = route(
  { params, query: campaignRunsQuerySchema, resource: "campaign" },
  async ({ caller, params, query }) =>
    Response.json(await listCampaignRuns(caller, params.campaignId, query)),
);
