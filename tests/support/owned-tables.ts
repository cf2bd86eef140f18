/** Tables whose rows belong to an account, and the column that says to which. */
export const OWNED = {
  accounts: "id",
  memberships: "account_id",
  campaigns: "account_id",
  runs: "account_id",
  scraping_jobs: "account_id",
  job_tasks: "account_id",
  job_creators: "account_id",
  job_creator_matches: "account_id",
  ledger_buckets: "account_id",
  ledger_entries: "account_id",
  ledger_holds: "account_id",
  api_call_logs: "account_id",
} as const;
