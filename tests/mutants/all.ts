import type { Mutant } from "./mutant.ts";
import { BOARD_MUTANTS } from "./patches/boards.ts";
import { COMMIT_MUTANTS } from "./patches/commits.ts";
import { CONNECTION_MUTANTS } from "./patches/connections.ts";
import { CREATOR_MUTANTS } from "./patches/creators.ts";
import { GATE_MUTANTS } from "./patches/gate.ts";
import { JOB_MUTANTS } from "./patches/jobs.ts";
import { LEASE_MUTANTS } from "./patches/leases.ts";
import { LIFECYCLE_MUTANTS } from "./patches/lifecycle.ts";
import { MESSAGE_MUTANTS } from "./patches/messages.ts";
import { MONEY_MUTANTS } from "./patches/money.ts";
import { RETRY_MUTANTS } from "./patches/retries.ts";
import { ROW_SECURITY_MUTANTS } from "./patches/row-security.ts";
import { WALL_MUTANTS } from "./patches/walls.ts";

/** Every guard that is taken away, in the order in which they are tried. */
export const MUTANTS: readonly Mutant[] = [
  ...LEASE_MUTANTS,
  ...JOB_MUTANTS,
  ...CREATOR_MUTANTS,
  ...MONEY_MUTANTS,
  ...GATE_MUTANTS,
  ...LIFECYCLE_MUTANTS,
  ...WALL_MUTANTS,
  ...ROW_SECURITY_MUTANTS,
  ...COMMIT_MUTANTS,
  ...MESSAGE_MUTANTS,
  ...CONNECTION_MUTANTS,
  ...BOARD_MUTANTS,
  ...RETRY_MUTANTS,
];
