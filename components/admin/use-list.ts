"use client";

import { useEffect, useState } from "react";
import { usePages } from "../use-pages.ts";
import { useRefresh } from "./use-refresh.ts";

/** Follows a route of the admins that answers by pages; null asks nothing. With how often, and when it answered last. */
export function useList<T extends { nextCursor: string | null }>(path: string | null) {
  const control = useRefresh();
  const list = usePages<T>(path, { refreshMs: control.refreshMs });
  const [atMs, setAtMs] = useState<number | null>(null);
  const { isAsking, error } = list;
  useEffect(() => {
    if (!isAsking && error === null) setAtMs(Date.now());
  }, [isAsking, error]);
  return { ...list, control, atMs };
}

export type List<T extends { nextCursor: string | null }> = ReturnType<typeof useList<T>>;
