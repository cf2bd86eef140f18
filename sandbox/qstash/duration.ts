const UNITS_MS: Record<string, number> = { s: 1_000, m: 60_000, h: 3_600_000, d: 86_400_000 };
const DURATION = /^(?:\d+[smhd])+$/;
const DURATION_MAX_MS = 365 * 86_400_000;

/**
 * Reads "10s", "1m30s" or "2d", or a bare number of seconds. Returns milliseconds.
 * @throws Error that says what is allowed
 */
export function parseDurationMs(text: string): number {
  const trimmed = text.trim();
  const durationMs = /^\d+$/.test(trimmed) ? Number(trimmed) * 1_000 : sumOfParts(trimmed);
  if (durationMs > DURATION_MAX_MS) throw new Error(`"${text}" is longer than a year`);
  return durationMs;
}

function sumOfParts(text: string): number {
  if (!DURATION.test(text)) throw new Error(`"${text}" is not a duration such as 10s, 5m, 2h, 1d or 1m30s`);
  return [...text.matchAll(/(\d+)([smhd])/g)].reduce(
    (sum, [, amount, unit]) => sum + Number(amount) * (UNITS_MS[unit ?? ""] ?? 0),
    0,
  );
}
