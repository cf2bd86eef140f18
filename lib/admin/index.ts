export * from "./admin.types.ts";
export { listAdminJobs } from "./admin-jobs.ts";
export { cancelJobs } from "./cancel-jobs.ts";
export { listFailures } from "./failures.ts";
export { checkJob } from "./job-check.ts";
export { listNotices } from "./notices.ts";
export { readOverview } from "./overview.ts";
export { switchProvider } from "./provider-switch.ts";
