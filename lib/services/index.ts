export { type CallEnd, type CallStart, completeCalls, markUnknownCalls, startCalls } from "./api-logger.ts";
export { validateCreatorSearch } from "./plan-validator.ts";
export { incrementCreatorCount } from "./usage-counter.ts";
