"use client";

import { useEffect, useState } from "react";

const MINUTE_MS = 60_000;

/** The time, to the minute: ages are told no finer, and the page is not drawn anew each second for them. */
export function useMinute(): number {
  const [nowMs, setNowMs] = useState(() => Date.now());
  useEffect(() => {
    const timer = setInterval(() => setNowMs(Date.now()), MINUTE_MS);
    return () => clearInterval(timer);
  }, []);
  return nowMs;
}
