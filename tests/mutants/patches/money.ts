import { type Mutant, mutant } from "../mutant.ts";

const LEDGER = "lib/billing/ledger.ts";
const STEP = "lib/search-engine/v2/core/job-step.ts";
const KEYS = "lib/search-engine/v2/workers/idempotency.ts";

const ALLOWANCE = "integration/allowance.test.ts";
const LEDGER_TEST = "integration/allowance-ledger.test.ts";
const FILTERS = "integration/filters.test.ts";
const MODEL = "integration/model.test.ts";

/** Allowance and ledger. */
export const MONEY_MUTANTS: readonly Mutant[] = [
  mutant("allowance-unchecked", "I11: a dispatch beyond the allowance is refused, with what is left", {
    file: "lib/services/plan-refusals.ts",
    from: "if (balance.available >= target) return null;",
    to: "if (balance.available >= 0) return null;",
    killers: [ALLOWANCE],
  }),
  mutant("reserve-unchecked", "I11: a hold that the buckets do not cover is refused", {
    file: LEDGER,
    from: "if (rows[0]?.amount !== hold.amount) {",
    to: "if (false) {",
    killers: [LEDGER_TEST],
  }),
  {
    name: "balance-unlocked",
    guard: "I11: dispatches of one account go one after the other",
    edits: [
      {
        file: KEYS,
        from: "    lockAccount(transaction, accountId).execute(),\n",
        to: "    lockAccount.length,\n",
      },
      {
        file: LEDGER,
        from: "return transaction`select id from accounts where id = ${accountId} for no key update`;",
        to: "return transaction`select id from accounts where id = ${accountId}`;",
      },
    ],
    killers: [ALLOWANCE],
  },
  mutant("charge-key-of-the-task", "I11: each page is charged with a key of its own", {
    file: "lib/search-engine/v2/workers/settle-page.ts",
    from: "key: `${own.id}:${own.settles}` }",
    to: "key: own.id }",
    killers: ["integration/shares.test.ts"],
  }),
  mutant("charge-repeated", "I11: a charge with the same key counts once", {
    file: LEDGER,
    from: "          and not exists (select 1 from ledger_entries e where e.idempotency_key = ${key})\n",
    to: "",
    killers: [LEDGER_TEST],
  }),
  mutant("charge-beyond-the-hold", "I11: no job is charged more than it holds", {
    file: LEDGER,
    from: "if (row?.amount !== entry.amount) {",
    to: "if (false) {",
    killers: [LEDGER_TEST],
  }),
  mutant("hold-never-released", "I11: a job that has ended holds nothing", {
    file: STEP,
    from: "if (isEnded(job)) {\n    const { id: jobId",
    to: "if (false) {\n    const { id: jobId",
    killers: ["integration/shares.test.ts"],
  }),
  mutant("released-twice", "I11: a hold is released once", {
    file: LEDGER,
    from: "update ledger_holds l set held = 0, charged",
    to: "update ledger_holds l set held = l.held, charged",
    killers: [LEDGER_TEST],
  }),
  mutant("expired-bucket-refilled", "I11: what returns to an expired bucket is expired with it", {
    file: LEDGER,
    from: "case when h.has_expired then 0 else h.released + h.refunded end",
    to: "h.released + h.refunded",
    killers: [LEDGER_TEST],
  }),
  mutant("filtered-not-refunded", "what did not fit the filters is given back", {
    file: STEP,
    from: "job.refunded = job.creatorsCopied === 0 ? job.creatorsFiltered",
    to: "job.refunded = job.creatorsCopied === 0 ? 0",
    killers: [FILTERS],
  }),
  mutant("filtered-refunded-in-part", "I11: all that did not fit is given back, and nothing else", {
    file: STEP,
    from: "job.creatorsCopied === 0 ? job.creatorsFiltered :",
    to: "job.creatorsCopied === 0 ? Math.min(1, job.creatorsFiltered) :",
    killers: [MODEL],
  }),
  mutant("month-granted-in-part", "a month grants what the plan says", {
    file: LEDGER,
    from: "const amount = allowanceOf(grant.plan, grant.unit);",
    to: "const amount = allowanceOf(grant.plan, grant.unit) - 1;",
    killers: [MODEL],
  }),
  mutant("refunded-before-the-end", "I11: a job is refunded once, at its end", {
    file: "lib/search-engine/v2/workers/batch-rows.ts",
    from: "if (row.filterReason !== null) job.creatorsFiltered += 1;",
    to: "if (row.filterReason !== null) {\n      job.creatorsFiltered += 1;\n      job.refunded += 1;\n    }",
    killers: [FILTERS],
  }),
  mutant("ledger-rewritten", "the ledger is append only, for its owner too", {
    file: "drizzle/0002_guards.sql",
    from: "CREATE TRIGGER guard_ledger BEFORE UPDATE OR DELETE ON ledger_entries FOR EACH ROW EXECUTE FUNCTION guard_append_only();",
    to: "SELECT 1;",
    killers: [LEDGER_TEST],
  }),
  mutant("key-without-body", "an Idempotency-Key with another body is a conflict", {
    file: KEYS,
    from: "if (found.requestHash !== requestHash) {",
    to: "if (false) {",
    killers: [ALLOWANCE],
  }),
];
