import { countsLine, phaseName } from "#components/progress-text.ts";
import type { StatusView } from "#components/status-poller.ts";
import type { JobProgress, JobStatus } from "#lib/search-engine/types.ts";
import { cutToWidth, plainLine, terminalWidth } from "./display-width.ts";

const PLAIN_INTERVAL_MS = 3_000;
/** A job that has a free slot is through the line sooner than this. */
const STARTING_MS = 3_000;
const CLEAR_LINE = "\r\x1b[K";

/** Live progress on standard error: one line that is rewritten on a terminal, else a line now and then. */
export class ProgressLine {
  readonly #startedAt: number;
  readonly #stream = process.stderr;
  #lastText = "";
  #lastReason = "";
  #lastAt = Number.NEGATIVE_INFINITY;

  constructor(startedAt: number) {
    this.#startedAt = startedAt;
  }

  show({ status, progress }: StatusView): void {
    const now = performance.now();
    const text = `${phaseText(status, progress, now - this.#startedAt)} · ${countsLine(progress)}`;
    const reason = waitReason(progress.details);
    if (reason !== "" && reason !== this.#lastReason) this.say(reason);
    this.#lastReason = reason || this.#lastReason;
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

/** The next in line usually begins at once: that is no waiting yet. */
export function phaseText(status: JobStatus, { placeInLine }: JobProgress, elapsedMs: number): string {
  if (placeInLine === undefined) return phaseName(status);
  if (placeInLine === 1 && elapsedMs < STARTING_MS) return phaseName("dispatching");
  return `${phaseName(status)} (place ${placeInLine})`;
}

/** Behind its first sentence, the phase, `details` says why something waits. */
export function waitReason(details: string): string {
  return plainLine(details.replace(/^.*?[.](?=\s|$)/s, ""));
}

/** `3.4 s` */
export function seconds(durationMs: number): string {
  return `${(durationMs / 1_000).toFixed(1)} s`;
}
