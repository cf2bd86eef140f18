"use client";

import { useEffect, useRef } from "react";
import { isTyping } from "./use-go-keys.ts";

/** By the sign that the key gives, wherever a keyboard has it; not while something is typed. */
export function useKey(sign: string, act: () => void): void {
  const latest = useRef(act);
  latest.current = act;
  useEffect(() => {
    const onKey = (event: KeyboardEvent) => {
      if (event.key !== sign || event.metaKey || event.ctrlKey || isTyping(event.target)) return;
      event.preventDefault();
      latest.current();
    };
    document.addEventListener("keydown", onKey);
    return () => document.removeEventListener("keydown", onKey);
  }, [sign]);
}
