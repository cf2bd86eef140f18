"use client";

import { useEffect, useState } from "react";

const SECOND_MS = 1_000;

/** Milliseconds since 1970, every second while `isRunning`; null until the page is alive. */
export function useClock(isRunning: boolean): number | null {
  const [now, setNow] = useState<number | null>(null);
  useEffect(() => {
    setNow(Date.now());
    if (!isRunning) return;
    const timer = setInterval(() => setNow(Date.now()), SECOND_MS);
    return () => clearInterval(timer);
  }, [isRunning]);
  return now;
}
