const UNREACHABLE = [
  "ECONNREFUSED",
  "ENOTFOUND",
  "EAI_AGAIN",
  "ETIMEDOUT",
  "EHOSTUNREACH",
  "CONNECT_TIMEOUT",
];

/** What to tell a person about an error: one line, no stack. */
export function plainMessage(error: unknown): string {
  if (!(error instanceof Error)) return String(error);
  const code = textOf(error, "code");
  if (code === "ENOSPC") return "No space is left on the disk. Free some and try again.";
  if (UNREACHABLE.includes(code)) {
    const host = textOf(error, "address") || textOf(error, "hostname") || "The database";
    const port = textOf(error, "port");
    return `${port ? `${host}:${port}` : host} does not answer (${code}). Check that it runs, and the address in DATABASE_URL.`;
  }
  return error.message.trim() || code || error.name;
}

function textOf(error: Error, key: string): string {
  const value: unknown = key in error ? Reflect.get(error, key) : undefined;
  if (Array.isArray(value)) return String(value[0] ?? "");
  return typeof value === "string" || typeof value === "number" ? String(value) : "";
}
