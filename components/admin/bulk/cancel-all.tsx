"use client";

import { admin as adminWords } from "../../messages/admin.ts";
import { BulkAll } from "./bulk-all.tsx";
import type { BulkFilter } from "./bulk-filter.ts";

/** Cancels the open jobs of a filter. */
export function CancelAll(props: { filter: BulkFilter; count: number | null; onDone: () => void }) {
  return (
    <BulkAll
      path="/api/v2/admin/failures/cancel"
      words={adminWords.bulk.cancel}
      meant="open"
      isFinal
      {...props}
    />
  );
}
