/** The cross that empties a field, also for the keyboard and for screen readers. */
export function clearButton(label: string) {
  return { "aria-label": label, "aria-hidden": false, tabIndex: 0 } as const;
}
