export { type Balance, type Recounts, readBalances, readRecounts } from "./books.ts";
export { type LoggedCall, readLoggedCalls, unitOf } from "./calls.ts";
export { type JobRecord, readJobRecords } from "./jobs.ts";
