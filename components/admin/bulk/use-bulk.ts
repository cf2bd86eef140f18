"use client";

import { useRef, useState } from "react";
import type { BulkAnswer } from "#lib/admin/admin.types.ts";
import { postJson } from "../../api-client.ts";
import type { BulkFilter } from "./bulk-filter.ts";

export interface BulkState {
  isAsking: boolean;
  done: number;
  failed: number;
  /** Why it ended before all was done; null where it did not. */
  stoppedBy: string | null;
}

const BEFORE: BulkState = { isAsking: false, done: 0, failed: 0, stoppedBy: null };

/** Does something to every job of a filter: asks again while there are more, and keeps count. */
export function useBulk(path: string, onDone: () => void) {
  const [state, setState] = useState<BulkState | null>(null);
  const isAsking = useRef(false);

  async function ask(filter: BulkFilter) {
    if (isAsking.current) return;
    isAsking.current = true;
    let now: BulkState = { ...(state ?? BEFORE), isAsking: true, failed: 0, stoppedBy: null };
    setState(now);
    try {
      let hasMore = true;
      while (hasMore) {
        const { done, failed, more } = await postJson<BulkAnswer>(path, filter);
        now = { ...now, done: now.done + done, failed: now.failed + failed };
        setState(now);
        // A page of jobs that all refuse would be asked for without end.
        hasMore = more && done > 0;
      }
    } catch (error) {
      now = { ...now, stoppedBy: error instanceof Error ? error.message : String(error) };
    }
    isAsking.current = false;
    setState({ ...now, isAsking: false });
    onDone();
  }

  return { state, ask, forget: () => setState(null) };
}
