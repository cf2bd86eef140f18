export { estimateSearch } from "./estimate.ts";
export * from "./estimate.types.ts";
export { filterChoices } from "./filter-choices.ts";
export * from "./filter-choices.types.ts";
export { afterDispatch, cancelJob, dispatchSearch, getJob, listJobs } from "./job-service.ts";
export { suggestKeywords } from "./keyword-suggestions.ts";
export { readStatus } from "./reading/status.ts";
export * from "./types.ts";
export { platformNames, platforms } from "./v2/index.ts";
