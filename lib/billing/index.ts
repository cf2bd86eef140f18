export {
  type Balance,
  charge,
  closeHold,
  expireBuckets,
  grantPeriod,
  lockAccount,
  readBalance,
  reserve,
  type Unit,
} from "./ledger.ts";
export { getPlan, PLAN_NAMES, type Plan, type PlanName } from "./plans.ts";
