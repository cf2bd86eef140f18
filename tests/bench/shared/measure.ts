import { median, rounded } from "./stats.ts";

/** What a value has to keep to. */
export type Bar = { atMost: number } | { atLeast: number } | { below: number };

export interface Measure {
  metric: string;
  unit: string;
  value: number;
  /** Null where the value is only reported. */
  bar: Bar | null;
  /** Repetitions, how it was computed, and what the time went into. */
  detail: Record<string, unknown>;
}

/** A value measured several times in one run: the median counts. */
export function repeated(measure: Omit<Measure, "value"> & { values: readonly number[] }): Measure {
  const { values, detail, ...rest } = measure;
  const spread = {
    repetitions: values.length,
    min: rounded(Math.min(...values)),
    max: rounded(Math.max(...values)),
    values: values.map(rounded),
  };
  return { ...rest, value: rounded(median(values)), detail: { ...spread, ...detail } };
}

/** A value measured once. */
export function once(measure: Measure): Measure {
  return { ...measure, value: rounded(measure.value) };
}

/** Null where nothing is to be kept to. */
export function isKept(value: number, bar: Bar | null): boolean | null {
  if (bar === null) return null;
  if ("atMost" in bar) return value <= bar.atMost;
  if ("atLeast" in bar) return value >= bar.atLeast;
  return value < bar.below;
}

export function describeBar(bar: Bar): string {
  if ("atMost" in bar) return `<= ${bar.atMost}`;
  if ("atLeast" in bar) return `>= ${bar.atLeast}`;
  return `< ${bar.below}`;
}
