export { noteForAdmins, noteOnce, readNotices } from "./admin-notices.ts";
export {
  type CallEnd,
  type CallStart,
  type CostChange,
  completeCalls,
  markUnknownCalls,
  startCalls,
} from "./api-logger.ts";
export { planRefusals, throwRefusal } from "./plan-refusals.ts";
export { validateCreatorSearch } from "./plan-validator.ts";
export { incrementCreatorCount } from "./usage-counter.ts";
