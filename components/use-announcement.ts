"use client";

import { useEffect, useRef, useState } from "react";

const INTERVAL_MS = 10_000;

/** Follows `text`, but at most every ten seconds: a screen reader reads each change out. */
export function useAnnouncement(text: string): string {
  const [announced, setAnnounced] = useState("");
  const announcedAt = useRef(Number.NEGATIVE_INFINITY);
  useEffect(() => {
    const waitMs = Math.max(0, announcedAt.current + INTERVAL_MS - performance.now());
    const timer = setTimeout(() => {
      announcedAt.current = performance.now();
      setAnnounced(text);
    }, waitMs);
    return () => clearTimeout(timer);
  }, [text]);
  return announced;
}
