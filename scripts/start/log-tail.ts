import { closeSync, fstatSync, openSync, readSync } from "node:fs";
import { stripVTControlCharacters } from "node:util";

/** What was written this long before the end at least, and twice as long at most, counts as last words. */
const RECENT_MS = 5_000;
const READ_BYTES_MAX = 64 * 1024;

export interface LogTail {
  /** What was written within the last seconds. */
  recentText(): string;
  close(): void;
}

/** Remembers where a log file, open for reading, stood a few seconds ago: its lines need not carry a time. */
export function tailLog(logFile: string): LogTail {
  const file = openSync(logFile, "r");
  let mark = fstatSync(file).size;
  let nextMark = mark;
  const timer = setInterval(() => {
    mark = nextMark;
    nextMark = fstatSync(file).size;
  }, RECENT_MS);
  timer.unref();
  return {
    recentText() {
      const end = fstatSync(file).size;
      const start = Math.max(mark, end - READ_BYTES_MAX);
      const bytes = Buffer.alloc(Math.max(0, end - start));
      const length = readSync(file, bytes, 0, bytes.length, start);
      return stripVTControlCharacters(bytes.toString("utf8", 0, length));
    },
    close() {
      clearInterval(timer);
      closeSync(file);
    },
  };
}

/**
 * The line of a log's end that best says why a process ended; "" where none does. Node ends a crash with the
 * stack and its own version; whom a signal from outside ended could not say why.
 */
export function lastWords(recentText: string, end: string): string {
  if (/^signal SIG(?:KILL|TERM|INT|HUP)$/.test(end)) return "";
  const lines = recentText.split("\n").map((line) => line.trim());
  const error = lines.findLast((line) => /^(?:\S*Error\b|FATAL ERROR\b)/.test(line));
  // Our own scripts say in one plain line why they exit.
  const plain = end.startsWith("code ") ? lines.findLast((line) => /^\p{L}/u.test(line)) : undefined;
  return error ?? plain ?? "";
}
