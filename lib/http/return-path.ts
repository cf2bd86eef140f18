const PLACEHOLDER_ORIGIN = "http://shoal.invalid";

/** Where to go after signing in: a path of this site, or `fallback` for anything that leads elsewhere. */
export function safeReturnPath(value: unknown, fallback: string): string {
  if (typeof value !== "string" || !/^\/(?![/\\])/.test(value)) return fallback;
  const url = URL.parse(value, PLACEHOLDER_ORIGIN);
  if (url === null || url.origin !== PLACEHOLDER_ORIGIN || url.pathname.startsWith("//")) return fallback;
  return url.pathname + url.search;
}
