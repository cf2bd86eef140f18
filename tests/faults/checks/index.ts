import { callsLogged } from "./call-log.ts";
import { outsideTransactions } from "./calls.ts";
import { allEnded } from "./calm.ts";
import { cancelsBite, cancelsKept } from "./cancelling.ts";
import type { Check } from "./check.ts";
import { deadlinesKept } from "./deadlines.ts";
import { findingsEqual, nothingFailed, nothingLost } from "./ends.ts";
import { emptyAtEnd, emptyLive, noDrift } from "./invariants.ts";
import { messagesHarmless } from "./messages.ts";
import { balancesExact, chargedOnce } from "./money.ts";
import { noneEndedByItself, webUnharmed } from "./processes.ts";
import { readTruly } from "./reading.ts";
import { recoveredInTime } from "./recovering.ts";
import { enoughDelivered, enoughStruck } from "./striking.ts";

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
  cancelsBite,
  deadlinesKept,
  readTruly,
  chargedOnce,
  balancesExact,
  outsideTransactions,
  callsLogged,
  recoveredInTime,
  messagesHarmless,
  noneEndedByItself,
  webUnharmed,
  enoughDelivered,
  enoughStruck,
];
