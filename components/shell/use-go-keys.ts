import { useEffect, useRef } from "react";

const TOGETHER_MS = 1_000;
const PATHS: Readonly<Record<string, string>> = { s: "/search", j: "/jobs", c: "/campaigns" };

/** `G` and then a letter goes to a page; not while something is typed. */
export function useGoKeys(go: (path: string) => void): void {
  const latest = useRef(go);
  latest.current = go;
  useEffect(() => {
    let startedAt = Number.NEGATIVE_INFINITY;
    const onKey = (event: KeyboardEvent) => {
      if (event.metaKey || event.ctrlKey || event.altKey || isTyping(event.target)) return;
      const path = PATHS[event.key.toLowerCase()];
      if (path && event.timeStamp - startedAt < TOGETHER_MS) {
        // Otherwise the page would take the letter for its own key.
        event.stopImmediatePropagation();
        latest.current(path);
      }
      startedAt = event.key.toLowerCase() === "g" ? event.timeStamp : Number.NEGATIVE_INFINITY;
    };
    document.addEventListener("keydown", onKey, { capture: true });
    return () => document.removeEventListener("keydown", onKey, { capture: true });
  }, []);
}

export function isTyping(target: EventTarget | null): boolean {
  return (
    target instanceof HTMLElement &&
    (target.isContentEditable || /^(INPUT|TEXTAREA|SELECT)$/.test(target.tagName))
  );
}
