import { setTimeout as sleep } from "node:timers/promises";
import { isDeepStrictEqual } from "node:util";
import { createStatusPoller } from "#components/status-poller.ts";
import type { Sql } from "#lib/db/index.ts";
import { type CreatorRow, isTerminal, type StatusAnswer } from "#lib/search-engine/types.ts";
import { describeDifference, StatusSeries, shownBy } from "./status-series.ts";
import type { User } from "./user.ts";

const POLL_MS = 400;
/** After so many polls that found nothing new, all is read once, to see whether nothing was. */
const UNCHANGED_PER_WHOLE_READ = 5;
const ROWS_MAX = 1_000;

/** What somebody who followed a job saw. */
export interface FollowedJob {
  jobId: string;
  /** What was promised and did not hold; the first of it. */
  violation: string | null;
  /** Rows gathered. */
  rows: number;
  /** Polls, those answered 304, and reads of all at a version that was known. */
  counts: Record<"polls" | "unchanged" | "wholeReads", number>;
}

/** Follows a job as the dashboard does, with the dashboard's own poller, and judges each answer (I9, I2). */
export class Reader {
  readonly jobId: string;
  readonly series = new StatusSeries();
  readonly counts: FollowedJob["counts"] = { polls: 0, unchanged: 0, wholeReads: 0 };
  readonly #user: User;
  readonly #sql: Sql;

  constructor(parts: { jobId: string; user: User; sql: Sql }) {
    this.jobId = parts.jobId;
    this.#user = parts.user;
    this.#sql = parts.sql;
  }

  seen(): FollowedJob {
    const { violation, rows } = this.series;
    return { jobId: this.jobId, violation, rows: rows.size, counts: this.counts };
  }

  /** Polls until the job has ended and nothing is left to read, or the campaign is over. */
  async follow(signal: AbortSignal): Promise<void> {
    const poller = createStatusPoller(this.jobId, (path, headers) => this.#get(path, headers));
    while (!signal.aborted) {
      const { status } = await poller.poll();
      if (isTerminal(status)) return;
      await sleep(POLL_MS, undefined, { signal }).catch(() => {});
    }
  }

  /** Once nothing happens any more: what was gathered poll by poll is all there is, and asking again brings nothing. */
  async conclude(): Promise<void> {
    const { last, etag } = this.series;
    if (!last || !isTerminal(last.status)) return this.series.complain("its end was never seen");
    await this.#compareWhole(true);
    const query = new URLSearchParams({ ...this.#query, since: last.pagination.nextCursor });
    const again = await this.#user.get(`/api/v2/status?${query}`);
    const { creators }: StatusAnswer = await again.json();
    if (creators.length > 0) this.series.complain(`${creators.length} rows come after the end's cursor`);
    const asked = await this.#user.get(this.series.path, { "If-None-Match": etag ?? "" });
    if (asked.status !== 304) this.series.complain("it is sent again after its end though nothing changed");
    await asked.body?.cancel();
  }

  async #get(path: string, headers: Record<string, string>): Promise<Response> {
    const committed = await this.#readVersion();
    const answer = await this.#user.get(path, headers);
    this.counts.polls += 1;
    if (answer.status === 304) {
      this.counts.unchanged += 1;
      this.series.acceptUnchanged(committed);
      if (this.counts.unchanged % UNCHANGED_PER_WHOLE_READ === 0) await this.#compareWhole(false);
    } else {
      this.series.accept(path, answer.headers.get("etag"), await answer.clone().json(), committed);
    }
    return answer;
  }

  /** What is there at the version that is known must be what is known. */
  async #compareWhole(isOver: boolean): Promise<void> {
    const known = this.series.last;
    const { answer, rows } = await this.#readWhole();
    if (!known || (answer.version !== known.version && !isOver)) return;
    this.counts.wholeReads += 1;
    if (!isDeepStrictEqual(shownBy(answer), shownBy(known))) {
      const told = describeDifference(shownBy(known), shownBy(answer));
      this.series.complain(`version ${known.version} shows something else when it is read again: ${told}`);
    }
    this.series.compare(rows, answer.pagination.total);
  }

  get #query() {
    return { jobId: this.jobId, limit: String(ROWS_MAX) };
  }

  /** A target has no more rows than one answer. */
  async #readWhole(): Promise<{ answer: StatusAnswer; rows: CreatorRow[] }> {
    const response = await this.#user.get(`/api/v2/status?${new URLSearchParams(this.#query)}`);
    const answer: StatusAnswer = await response.json();
    return { answer, rows: answer.creators };
  }

  /** What is committed before the app is asked, it must know. Null while Postgres restarts. */
  async #readVersion(): Promise<number | null> {
    const rows = await this.#sql<{ version: number }[]>`
      select version from scraping_jobs where id = ${this.jobId}`.catch(() => []);
    return rows[0]?.version ?? null;
  }
}
