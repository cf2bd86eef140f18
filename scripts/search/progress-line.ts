import { countsLine, phaseName } from "#components/progress-text.ts";
import { runStatus } from "#components/run-progress.ts";
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
  readonly #names: Readonly<Record<string, string>>;
  readonly #stream = process.stderr;
  #lastText = "";
  #lastReasons: readonly string[] = [];
  #lastAt = Number.NEGATIVE_INFINITY;

  /** `names`: what people call the platforms. */
  constructor(startedAt: number, names: Readonly<Record<string, string>>) {
    this.#startedAt = startedAt;
    this.#names = names;
  }

  /** The searches of the run as they are now. */
  show(views: readonly StatusView[]): void {
    const now = performance.now();
    const text = progressText(views, this.#names, now - this.#startedAt);
    const reasons = [...new Set(views.map(({ progress }) => waitReason(progress.details)).filter(Boolean))];
    for (const reason of reasons) if (!this.#lastReasons.includes(reason)) this.say(reason);
    if (reasons.length > 0) this.#lastReasons = reasons;
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

/** Of several searches, how many creators all and each have: as much as a terminal of 80 columns shows. */
export function progressText(
  views: readonly Pick<StatusView, "jobId" | "retryOf" | "platform" | "status" | "progress">[],
  names: Readonly<Record<string, string>>,
  elapsedMs: number,
): string {
  const [only] = views;
  if (only && views.length === 1) {
    return `${phaseText(only.status, only.progress, elapsedMs)} · ${countsLine(only.progress)}`;
  }
  const total = (read: (progress: JobProgress) => number) =>
    views.reduce((sum, { progress }) => sum + read(progress), 0);
  const status = runStatus(views);
  const isStarting = status === "pending" && elapsedMs < STARTING_MS;
  const each = views.map(
    ({ platform, progress }) => `${names[platform] ?? platform} ${progress.creatorsFound}`,
  );
  const found = `${total((progress) => progress.creatorsFound)}/${total((progress) => progress.targetResults)}`;
  const failedCount = total((progress) => progress.creatorsFailed + progress.keywordsFailed);
  return [
    phaseName(isStarting ? "dispatching" : status),
    `${found} (${each.join(", ")})`,
    `${total((progress) => progress.creatorsEnriched)} detailed`,
    ...(failedCount > 0 ? [`${failedCount} failed`] : []),
  ].join(" · ");
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
