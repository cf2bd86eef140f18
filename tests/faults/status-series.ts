import { isDeepStrictEqual } from "node:util";
import { type CreatorRow, isTerminal, type StatusAnswer } from "#lib/search-engine/types.ts";

/** Where no path was asked for yet. */
const NOWHERE = "";

/** The answers that one reader got by one cursor, each judged by those before it. */
export class StatusSeries {
  /** What was promised and did not hold; the first of it. */
  violation: string | null = null;
  last: StatusAnswer | null = null;
  /** Of the last answer, and what was asked for it. */
  etag: string | null = null;
  path = NOWHERE;
  readonly rows = new Map<string, CreatorRow>();
  readonly #idByPosition = new Map<number, string>();

  complain(violation: string): void {
    this.violation ??= violation;
  }

  /** `committed`: the version that the job had before the poll was sent, where that is known. */
  acceptUnchanged(committed: number | null): void {
    const version = this.last?.version;
    if (version === undefined) this.complain("304, though nothing had been sent");
    else if (committed !== null && committed > version) {
      this.complain(`304 at version ${version}, though ${committed} was committed before the poll`);
    }
  }

  accept(path: string, etag: string | null, answer: StatusAnswer, committed: number | null): void {
    const { version, status, progress } = answer;
    if (committed !== null && version < committed) {
      this.complain(`version ${version} was shown, though ${committed} was committed before the poll`);
    }
    if ((progress.percent === 100) !== isTerminal(status)) {
      this.complain(`${progress.percent} % while ${status}`);
    }
    if (this.last) this.#compareWithLast(this.last, answer);
    this.#acceptCursor(path, answer);
    for (const row of answer.creators) this.#acceptRow(row, version);
    this.last = answer;
    this.etag = etag;
    this.path = path;
  }

  /** The rows gathered and those of a whole read at the same version. */
  compare(whole: readonly CreatorRow[], total: number): void {
    const expected = whole.toSorted((one, other) => one.position - other.position);
    const gathered = [...this.rows.values()].toSorted((one, other) => one.position - other.position);
    const wrong = expected.find((row, at) => !isDeepStrictEqual(row, gathered[at]));
    if (wrong)
      this.complain(`row ${wrong.position} (${wrong.platformId}) is not as the polls had brought it`);
    if (gathered.length !== expected.length || total !== expected.length) {
      this.complain(
        `${gathered.length} rows were gathered, ${expected.length} are there, ${total} are counted`,
      );
    }
    const gap = expected.findIndex((row, at) => row.position !== at + 1);
    if (gap >= 0) this.complain(`position ${gap + 1} is missing`);
  }

  #compareWithLast(before: StatusAnswer, answer: StatusAnswer): void {
    if (answer.version < before.version) {
      this.complain(`version ${answer.version} after ${before.version}`);
    }
    if (isTerminal(before.status) && before.status !== answer.status) {
      this.complain(`${answer.status} after ${before.status}`);
    }
    const now: Record<string, unknown> = { ...answer.progress };
    for (const [name, value] of Object.entries(before.progress)) {
      const after = now[name];
      // A place in line is the only number that may fall.
      if (name === "placeInLine" || typeof value !== "number" || typeof after !== "number") continue;
      if (after < value) this.complain(`${name} fell from ${value} to ${after}`);
    }
  }

  #acceptCursor(path: string, { creators, pagination }: StatusAnswer): void {
    const since = new URLSearchParams(path.split("?")[1]).get("since") ?? "0.0";
    const moved = compareCursors(pagination.nextCursor, since);
    if (creators.length > 0 ? moved <= 0 : moved !== 0) {
      this.complain(`the cursor went from ${since} to ${pagination.nextCursor} over ${creators.length} rows`);
    }
  }

  #acceptRow(row: CreatorRow, version: number): void {
    const known = this.rows.get(row.platformId);
    const holder = this.#idByPosition.get(row.position);
    if (holder !== undefined && holder !== row.platformId) {
      this.complain(`position ${row.position} had been ${holder} and is ${row.platformId}`);
    }
    if (known && known.position !== row.position) {
      this.complain(`${row.platformId} moved from position ${known.position} to ${row.position}`);
    }
    if (known && known.state !== "found" && known.state !== row.state) {
      this.complain(`${row.platformId} became ${row.state} after ${known.state}`);
    }
    if (known && isDeepStrictEqual(known, row)) {
      this.complain(
        `${row.platformId} was sent again by version ${version}, though nothing about it changed`,
      );
    }
    this.rows.set(row.platformId, row);
    this.#idByPosition.set(row.position, row.platformId);
  }
}

/**
 * What an answer shows of a version. That a keyword is being worked on, why tasks wait and the place in line may change
 * without one.
 */
export function shownBy(answer: StatusAnswer): object {
  const { creators: _, pagination, progress, keywords, ...rest } = answer;
  const { details: __, placeInLine: ___, ...counted } = progress;
  const settled = keywords.map(({ status, ...keyword }) => ({
    ...keyword,
    status: status === "running" ? "waiting" : status,
  }));
  return { ...rest, progress: counted, keywords: settled, total: pagination.total };
}

/** Where two answers differ first, and what each has there. */
export function describeDifference(one: unknown, other: unknown, at = ""): string {
  const isNested = (value: unknown): value is Record<string, unknown> =>
    typeof value === "object" && value !== null;
  if (!isNested(one) || !isNested(other)) {
    return `${at} was ${JSON.stringify(one)} and is ${JSON.stringify(other)}`;
  }
  const names = Object.keys({ ...one, ...other });
  const name = names.find((key) => !isDeepStrictEqual(one[key], other[key]));
  return name === undefined ? "" : describeDifference(one[name], other[name], at ? `${at}.${name}` : name);
}

function compareCursors(one: string, other: string): number {
  const [[version = 0, position = 0], [otherVersion = 0, otherPosition = 0]] = [one, other].map((cursor) =>
    cursor.split(".").map(Number),
  ) as [number[], number[]];
  return version - otherVersion || position - otherPosition;
}
