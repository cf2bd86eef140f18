export { type ForeseenBalance, foreseeBalance } from "./foresee-balance.ts";
export {
  type Balance,
  charge,
  closeHold,
  expireBuckets,
  grantPeriod,
  lockAccount,
  readBalance,
  reserve,
} from "./ledger.ts";
export { getPlan, type Plan } from "./plans.ts";
