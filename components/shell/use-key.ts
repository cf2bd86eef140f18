"use client";

import { useEffect, useRef } from "react";
import { isTyping } from "./use-go-keys.ts";

/** The sign with Ctrl or Cmd, also while something is typed. */
export function useChord(sign: string, act: () => void): void {
  const latest = useRef(act);
  latest.current = act;
  useEffect(() => {
    const onKey = (event: KeyboardEvent) => {
      if (event.key.toLowerCase() !== sign || !(event.metaKey || event.ctrlKey)) return;
      if (event.altKey || event.shiftKey) return;
      event.preventDefault();
      latest.current();
    };
    document.addEventListener("keydown", onKey);
    return () => document.removeEventListener("keydown", onKey);
  }, [sign]);
}

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
