export interface Formats {
  /** 12345 as `12.3K`. */
  compact: (value: number) => string;
  /** 12345 as `12,345`. */
  exact: (value: number) => string;
  /** 0.025 as `2.5%`. */
  percent: (fraction: number) => string;
  /** An ISO moment as `24 Nov 2026`. */
  date: (moment: string) => string;
  /** An ISO moment as `24 Nov 2026, 16:05`. */
  dateTime: (moment: string) => string;
  /** A moment, ISO or in milliseconds since 1970, as `16:05:09`. */
  time: (moment: string | number) => string;
  /** How long ago, in the largest unit that fits: `3 days ago`. */
  ago: (moment: string, nowMs: number) => string;
}

const UNITS: readonly { unit: Intl.RelativeTimeFormatUnit; ms: number }[] = [
  { unit: "year", ms: 365 * 86_400_000 },
  { unit: "month", ms: 30 * 86_400_000 },
  { unit: "day", ms: 86_400_000 },
  { unit: "hour", ms: 3_600_000 },
  { unit: "minute", ms: 60_000 },
];

const known = new Map<string, Formats>();

/** The formats of a language tag. Moments are told in the reader's own time zone where `timeZone` is left out. */
export function formatsFor(locale: string): Formats {
  const found = known.get(locale);
  if (found) return found;
  const compact = new Intl.NumberFormat(locale, { notation: "compact", maximumFractionDigits: 1 });
  const exact = new Intl.NumberFormat(locale);
  const percent = new Intl.NumberFormat(locale, { style: "percent", maximumFractionDigits: 2 });
  const date = new Intl.DateTimeFormat(locale, { dateStyle: "medium" });
  const dateTime = new Intl.DateTimeFormat(locale, { dateStyle: "medium", timeStyle: "short" });
  const time = new Intl.DateTimeFormat(locale, { timeStyle: "medium" });
  const relative = new Intl.RelativeTimeFormat(locale, { numeric: "auto" });
  const formats: Formats = {
    compact: (value) => compact.format(value),
    exact: (value) => exact.format(value),
    percent: (fraction) => percent.format(fraction),
    date: (moment) => date.format(new Date(moment)),
    dateTime: (moment) => dateTime.format(new Date(moment)),
    time: (moment) => time.format(new Date(moment)),
    ago(moment, nowMs) {
      const pastMs = Math.max(0, nowMs - Date.parse(moment));
      const fitting = UNITS.find(({ ms }) => pastMs >= ms);
      return fitting
        ? relative.format(-Math.floor(pastMs / fitting.ms), fitting.unit)
        : relative.format(0, "minute");
    },
  };
  known.set(locale, formats);
  return formats;
}
