import {
  campaignListQuerySchema,
  createCampaign,
  createCampaignBodySchema,
  listCampaigns,
} from "#lib/campaigns/index.ts";
import { idempotencyKey, route } from "#lib/http/index.ts";

export const GET = route({ query: campaignListQuerySchema }, async ({ caller, query }) =>
  Response.json(await listCampaigns(caller, query)),
);

export const POST = route({ body: createCampaignBodySchema }, async ({ caller, request, body }) =>
  Response.json(await createCampaign(caller, body, { idempotencyKey: idempotencyKey(request) }), {
    status: 201,
  }),
);
