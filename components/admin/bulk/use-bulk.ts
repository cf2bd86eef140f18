"use client";

import { useRef, useState } from "react";
import type { BulkAnswer, BulkReason } from "#lib/admin/bulk.types.ts";
import { postJson } from "../../api-client.ts";
import type { BulkFilter } from "./bulk-filter.ts";
import { addReasons } from "./bulk-reasons.ts";

export interface BulkState {
  isAsking: boolean;
  done: number;
  failed: number;
  reasons: readonly BulkReason[];
  /** Why it ended before all was done; null where it did not. */
  stoppedBy: string | null;
}

const BEFORE: BulkState = { isAsking: false, done: 0, failed: 0, reasons: [], stoppedBy: null };

/** Does something to every job of a filter: goes on while there are more, and keeps count. */
export function useBulk(path: string, onDone: () => void) {
  const [state, setState] = useState<BulkState | null>(null);
  const isAsking = useRef(false);

  async function ask(filter: BulkFilter) {
    if (isAsking.current) return;
    isAsking.current = true;
    let now: BulkState = { ...BEFORE, done: state?.done ?? 0, isAsking: true };
    setState(now);
    try {
      let cursor: string | null = null;
      do {
        const body: BulkFilter & { cursor?: string } = cursor === null ? filter : { ...filter, cursor };
        const { done, failed, reasons, nextCursor }: BulkAnswer = await postJson(path, body);
        now = {
          ...now,
          done: now.done + done,
          failed: now.failed + failed,
          reasons: addReasons(now.reasons, reasons),
        };
        setState(now);
        cursor = nextCursor;
      } while (cursor !== null);
    } catch (error) {
      now = { ...now, stoppedBy: error instanceof Error ? error.message : String(error) };
    }
    isAsking.current = false;
    setState({ ...now, isAsking: false });
    onDone();
  }

  return { state, ask, forget: () => setState(null) };
}
