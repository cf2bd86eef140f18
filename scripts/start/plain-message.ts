import path from "node:path";

const UNREACHABLE = [
  "ECONNREFUSED",
  "ENOTFOUND",
  "EAI_AGAIN",
  "ETIMEDOUT",
  "EHOSTUNREACH",
  "CONNECT_TIMEOUT",
];
const NOT_WRITABLE = ["EACCES", "EPERM", "EROFS"];
const WRITING_CALLS = ["open", "mkdir", "link", "symlink", "rename", "unlink"];

/** What to tell a person about an error: one line, no stack. */
export function plainMessage(error: unknown): string {
  if (!(error instanceof Error)) return String(error);
  // Around the database's own error, drizzle's message is the statement that failed.
  if (error.message.startsWith("Failed query:") && error.cause) return plainMessage(error.cause);
  const code = textOf(error, "code");
  if (code === "ENOSPC") return "No space is left on the disk. Free some and try again.";
  if (NOT_WRITABLE.includes(code) && WRITING_CALLS.includes(textOf(error, "syscall"))) {
    const folder = path.dirname(textOf(error, "path"));
    return `The folder ${folder} is not writable (${code}). Give this user the right to write there.`;
  }
  if (UNREACHABLE.includes(code)) {
    const host = textOf(error, "address") || textOf(error, "hostname") || "The database";
    const port = textOf(error, "port");
    return `${port ? `${host}:${port}` : host} does not answer (${code}). Check that it runs, and the address in DATABASE_URL.`;
  }
  if (error.name === "PostgresError") return `The database says: ${databaseMessage(error)}`;
  return error.message.trim() || code || error.name;
}

function databaseMessage(error: Error): string {
  const parts = [error.message, textOf(error, "detail"), textOf(error, "hint")];
  return parts
    .map((part) => part.replace(/\s+/g, " ").trim())
    .filter(Boolean)
    .map((part) => (part.endsWith(".") ? part : `${part}.`))
    .join(" ");
}

function textOf(error: Error, key: string): string {
  const value: unknown = key in error ? Reflect.get(error, key) : undefined;
  if (Array.isArray(value)) return String(value[0] ?? "");
  return typeof value === "string" || typeof value === "number" ? String(value) : "";
}
