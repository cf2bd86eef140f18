export { listCampaignCreators } from "./campaign-creators.ts";
export { countCampaigns } from "./campaign-rows.ts";
export { listCampaignRuns } from "./campaign-runs.ts";
export { changeCampaign, createCampaign, getCampaign, listCampaigns } from "./campaign-service.ts";
export * from "./campaigns.types.ts";
