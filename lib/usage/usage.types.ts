/** What is used of a monthly allowance. `granted` is what is left, held and used together. */
export interface AllowanceUse {
  granted: number;
  left: number;
  /** By searches under way; what they do not use comes back. */
  held: number;
  used: number;
  /** ISO 8601: when the month is granted anew. Null where nothing is granted. */
  resetsAt: string | null;
}

/** The account's plan, and how much of it is used now. */
export interface UsageAnswer {
  plan: {
    name: string;
    limits: {
      campaignsMax: number;
      creatorsPerMonth: number;
      creditsPerMonth: number;
      /** Searches at once; more wait in line. */
      jobSlots: number;
      keywordsPerSearchMax: number;
      /** Null: every platform that there is. */
      platforms: readonly string[] | null;
      canExport: boolean;
    };
  };
  creators: AllowanceUse;
  credits: AllowanceUse;
  jobs: { slots: number; running: number; waiting: number };
  /** Archived ones do not count. */
  campaigns: { used: number; max: number };
}
