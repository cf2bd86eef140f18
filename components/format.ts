const COMPACT = new Intl.NumberFormat("en", { notation: "compact", maximumFractionDigits: 1 });
const EXACT = new Intl.NumberFormat("en");
const SECONDS_A_MINUTE = 60;

/** 12345 as `12.3K`. */
export function compactNumber(value: number): string {
  return COMPACT.format(value);
}

/** 12345 as `12,345`. */
export function exactNumber(value: number): string {
  return EXACT.format(value);
}

/** 0.025 as `2.5 %`. */
export function percentText(fraction: number): string {
  return `${EXACT.format(fraction * 100)} %`;
}

/** `7 s`, `3 min 7 s`. Clocks of two machines may differ: never below zero. */
export function elapsed(fromMs: number, toMs: number): string {
  const seconds = Math.max(0, Math.round((toMs - fromMs) / 1_000));
  const minutes = Math.floor(seconds / SECONDS_A_MINUTE);
  return minutes === 0 ? `${seconds} s` : `${minutes} min ${seconds % SECONDS_A_MINUTE} s`;
}

/** `1 keyword`, `2 keywords`. */
export function counted(count: number, one: string, many = `${one}s`): string {
  return `${exactNumber(count)} ${count === 1 ? one : many}`;
}

/** The address as a link may use it; null for anything but http and https. */
export function webAddress(value: string): string | null {
  const url = URL.parse(value);
  return url?.protocol === "https:" || url?.protocol === "http:" ? url.href : null;
}
