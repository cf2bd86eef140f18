import { countsLine, phaseName } from "#components/progress-text.ts";
import type { StatusView } from "#components/status-poller.ts";
import { cutToWidth, terminalWidth } from "./display-width.ts";

const PLAIN_INTERVAL_MS = 3_000;
const CLEAR_LINE = "\r\x1b[K";

/** Live progress on standard error: one line that is rewritten on a terminal, else a line now and then. */
export class ProgressLine {
  readonly #startedAt: number;
  readonly #stream = process.stderr;
  #lastText = "";
  #lastAt = Number.NEGATIVE_INFINITY;

  constructor(startedAt: number) {
    this.#startedAt = startedAt;
  }

  show({ status, progress }: StatusView): void {
    const place = progress.placeInLine === undefined ? "" : ` (place ${progress.placeInLine})`;
    const text = `${phaseName(status)}${place} · ${countsLine(progress)}`;
    const now = performance.now();
    const timed = `${text} · ${seconds(now - this.#startedAt)}`;
    if (this.#stream.isTTY) {
      this.#stream.write(CLEAR_LINE + cutToWidth(timed, terminalWidth(this.#stream) - 1));
      return;
    }
    if (text === this.#lastText || now - this.#lastAt < PLAIN_INTERVAL_MS) return;
    this.#lastText = text;
    this.#lastAt = now;
    this.#stream.write(`${timed}\n`);
  }

  /** A line of its own, that stays. */
  say(text: string): void {
    this.clear();
    this.#stream.write(`${text}\n`);
  }

  clear(): void {
    if (this.#stream.isTTY) this.#stream.write(CLEAR_LINE);
  }
}

/** `3.4 s` */
export function seconds(durationMs: number): string {
  return `${(durationMs / 1_000).toFixed(1)} s`;
}
