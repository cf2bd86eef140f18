import { type RefObject, useEffect, useRef } from "react";

interface KeptFocus {
  list: RefObject<HTMLDivElement | null>;
  /** To be called before the entry at `place` goes. */
  keep: (place: number) => void;
}

/**
 * Keeps the keyboard's place in a list whose entries go as they are used: the one that moves up gets the focus; where
 * none is left, `fallback` names what does.
 */
export function useKeptFocus(entries: string, fallback: string): KeptFocus {
  const list = useRef<HTMLDivElement>(null);
  const kept = useRef<{ place: number; count: number } | null>(null);
  const present = () => [...(list.current?.querySelectorAll<HTMLElement>(entries) ?? [])];
  useEffect(() => {
    const left = present();
    if (kept.current === null || left.length >= kept.current.count) return;
    const next = left[Math.min(kept.current.place, left.length - 1)];
    kept.current = null;
    (next ?? document.querySelector<HTMLElement>(fallback))?.focus();
  });
  return {
    list,
    keep: (place) => {
      kept.current = { place, count: present().length };
    },
  };
}
