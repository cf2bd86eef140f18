export { estimateSearch } from "./estimate.ts";
export * from "./estimate.types.ts";
export { afterDispatch, cancelJob, dispatchSearch, getJob, listJobs } from "./job-service.ts";
export { suggestKeywords } from "./keyword-suggestions.ts";
export { readAccountUse } from "./reading/estimate-rows.ts";
export { readRunJobs } from "./reading/run-jobs.ts";
export { readStatus } from "./reading/status.ts";
export * from "./types.ts";
export { imageHosts, platformNames, platforms } from "./v2/index.ts";
