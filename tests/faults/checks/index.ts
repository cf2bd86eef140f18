import { callsLogged, outsideTransactions } from "./calls.ts";
import type { Check } from "./check.ts";
import { allEnded, cancelsKept, findingsEqual, nothingFailed, nothingLost } from "./ends.ts";
import { emptyAtEnd, emptyLive, noDrift } from "./invariants.ts";
import { balancesExact, chargedOnce } from "./money.ts";
import { recoveredInTime } from "./recovering.ts";
import { enoughDelivered, enoughStruck, noneEndedByItself } from "./striking.ts";

/** What a campaign must show, the most telling first: the first that fails is the one whose history is told. */
export const CHECKS: readonly Check[] = [
  emptyLive,
  emptyAtEnd,
  noDrift,
  nothingLost,
  allEnded,
  nothingFailed,
  findingsEqual,
  cancelsKept,
  chargedOnce,
  balancesExact,
  outsideTransactions,
  callsLogged,
  recoveredInTime,
  noneEndedByItself,
  enoughDelivered,
  enoughStruck,
];
