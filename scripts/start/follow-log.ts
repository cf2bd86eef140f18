import { closeSync, fstatSync, openSync, readSync } from "node:fs";

const POLL_MS = 1_000;
/** The same message is not shown again within this time. */
const REPEAT_MS = 60_000;
const CHUNK_BYTES = 64 * 1024;
const LEVEL_ERROR = 50;

/**
 * Shows the errors that a child writes to its log. It reads the file instead of a pipe, so that a terminal
 * that is held (Ctrl-S) or gone never holds up the child.
 * @returns a function that ends it
 */
export function followErrors(logFile: string, show: (message: string) => void): () => void {
  const file = openSync(logFile, "r");
  const chunk = Buffer.alloc(CHUNK_BYTES);
  const shownAt = new Map<string, number>();
  let position = 0;
  let rest = "";

  const timer = setInterval(() => {
    while (position < fstatSync(file).size) {
      const length = readSync(file, chunk, 0, CHUNK_BYTES, position);
      if (length === 0) return;
      position += length;
      const lines = (rest + chunk.toString("utf8", 0, length)).split("\n");
      rest = lines.pop() ?? "";
      for (const message of lines.map(errorIn)) {
        if (message === undefined || Date.now() - (shownAt.get(message) ?? 0) < REPEAT_MS) continue;
        shownAt.set(message, Date.now());
        show(message);
      }
    }
  }, POLL_MS);
  timer.unref();
  return () => {
    clearInterval(timer);
    closeSync(file);
  };
}

/** The message of a structured log line of level error or above. */
function errorIn(line: string): string | undefined {
  if (!line.startsWith("{")) return undefined;
  try {
    const entry: unknown = JSON.parse(line);
    if (typeof entry !== "object" || entry === null || !("level" in entry) || !("msg" in entry))
      return undefined;
    return typeof entry.level === "number" && entry.level >= LEVEL_ERROR ? String(entry.msg) : undefined;
  } catch {
    return undefined;
  }
}
