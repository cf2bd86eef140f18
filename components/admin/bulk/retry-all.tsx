"use client";

import { admin as adminWords } from "../../messages/admin.ts";
import { BulkAll } from "./bulk-all.tsx";
import type { BulkFilter } from "./bulk-filter.ts";

/** Retries what failed in the jobs of a filter. */
export function RetryAll(props: { filter: BulkFilter; count: number | null; onDone: () => void }) {
  return (
    <BulkAll
      path="/api/v2/admin/failures/retry"
      words={adminWords.bulk.retry}
      meant="retryable"
      isFinal={false}
      {...props}
    />
  );
}
