/** Figures of a list of numbers. None of them changes the list; an empty list is an error. */

/** The smallest value that at least `share` (0 to 1) of the values do not exceed. */
export function percentile(values: readonly number[], share: number): number {
  const sorted = values.toSorted((a, b) => a - b);
  const value = sorted[Math.max(0, Math.ceil(share * sorted.length) - 1)];
  if (value === undefined) throw new Error("no values");
  return value;
}

/** The middle value, or the mean of the middle two. */
export function median(values: readonly number[]): number {
  const sorted = values.toSorted((a, b) => a - b);
  const middle = Math.floor(sorted.length / 2);
  const upper = percentile(sorted, (middle + 1) / sorted.length);
  return sorted.length % 2 === 1 ? upper : (percentile(sorted, middle / sorted.length) + upper) / 2;
}

export function sum(values: readonly number[]): number {
  return values.reduce((total, value) => total + value, 0);
}

/** The slope of the straight line that fits best, over the index: change of value a step. */
export function slope(values: readonly number[]): number {
  const middle = (values.length - 1) / 2;
  const mean = sum(values) / values.length;
  const above = sum(values.map((value, index) => (index - middle) * (value - mean)));
  const below = sum(values.map((_, index) => (index - middle) ** 2));
  return below === 0 ? 0 : above / below;
}

/** To three digits after the point, for reports. */
export function rounded(value: number): number {
  return Math.round(value * 1_000) / 1_000;
}
