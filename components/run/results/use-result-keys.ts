"use client";

import { useEffect, useRef } from "react";
import { isTyping } from "../../shell/use-go-keys.ts";

interface Keys {
  onMove: (by: 1 | -1) => void;
  onToggle: (isRange: boolean) => void;
  onOpen: () => void;
  onClose: () => void;
}

/** J and K move, X selects, Enter opens, Esc closes; not while something is typed or a dialog is open. */
export function useResultKeys(keys: Keys): void {
  const latest = useRef(keys);
  latest.current = keys;
  useEffect(() => {
    const onKey = (event: KeyboardEvent) => {
      if (event.defaultPrevented || event.metaKey || event.ctrlKey || event.altKey) return;
      if (isTyping(event.target) && !isCheckbox(event.target)) return;
      if (isForDialog(event.target)) return;
      const act = actionOf(event, latest.current);
      if (!act) return;
      event.preventDefault();
      act();
    };
    document.addEventListener("keydown", onKey);
    return () => document.removeEventListener("keydown", onKey);
  }, []);
}

function actionOf(event: KeyboardEvent, keys: Keys): (() => void) | null {
  // Capitals as with caps lock: only the Shift key itself asks for a range.
  switch (event.key.length === 1 ? event.key.toLowerCase() : event.key) {
    case "j":
      return () => keys.onMove(1);
    case "k":
      return () => keys.onMove(-1);
    case "x":
      return () => keys.onToggle(event.shiftKey);
    case "Escape":
      return keys.onClose;
    case "Enter":
      // A link or a button that has the focus does its own.
      return event.target instanceof HTMLElement && event.target.closest("a, button, summary")
        ? null
        : keys.onOpen;
    default:
      return null;
  }
}

/** One that the key has just closed is not in the document any more, but around what had the focus. */
function isForDialog(target: EventTarget | null): boolean {
  const dialog = '[role="dialog"]';
  return (
    document.querySelector(dialog) !== null || (target instanceof Element && target.closest(dialog) !== null)
  );
}

function isCheckbox(target: EventTarget | null): boolean {
  return target instanceof HTMLInputElement && target.type === "checkbox";
}
