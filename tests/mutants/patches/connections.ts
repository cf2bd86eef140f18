import { type Mutant, mutant } from "../mutant.ts";

const TRANSACTION = "lib/db/transaction.ts";

const LOST_READS = "integration/lost-reads.test.ts";

/** What a transaction does about a connection that is lost. */
export const CONNECTION_MUTANTS: readonly Mutant[] = [
  mutant("begin-not-repeated", "a transaction begins on another connection where the one at hand is lost", {
    file: TRANSACTION,
    from: "const BEGIN_TRIES_MAX = 3;",
    to: "const BEGIN_TRIES_MAX = 1;",
    killers: [LOST_READS],
  }),
  mutant("rollback-on-a-lost-connection", "no rollback is sent down a connection that is lost", {
    file: TRANSACTION,
    from: "      if (isConnectionLost(error)) await never();\n",
    to: "",
    killers: [LOST_READS],
  }),
];
