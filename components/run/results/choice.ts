import type { CreatorState } from "#lib/search-engine/types.ts";
import type { RunRow } from "../run-rows.ts";

/** By what the table may be sorted; each tells a row's value, null where there is none. */
export const SORT_VALUES = {
  creator: (row) => row.profile.handle.toLowerCase(),
  platform: (row) => row.platform,
  followers: (row) => row.profile.followers,
  engagement: (row) => row.profile.engagementRate,
  views: (row) => row.profile.averageViews,
  email: (row) => row.emails[0]?.address ?? null,
  country: (row) => row.profile.country,
  language: (row) => row.profile.language,
  lastPost: (row) => row.profile.lastPostAt,
  age: (row) => row.enrichedAt,
  matched: (row) => row.matchedOn.length,
} as const satisfies Record<string, (row: RunRow) => string | number | null>;

export type SortKey = keyof typeof SORT_VALUES;
export const SORT_KEYS = Object.keys(SORT_VALUES) as SortKey[];

export interface Sort {
  key: SortKey;
  isDescending: boolean;
}

export const FIT_CHOICES = ["fitting", "filtered"] as const;
export type FitChoice = (typeof FIT_CHOICES)[number];

/** What of the rows the reader wants to see, and in which order. */
export interface Choice {
  /** Words that must all occur, wherever in what is known. */
  text: string;
  /** Null for all. */
  platform: string | null;
  state: CreatorState | null;
  hasEmail: boolean;
  /** Those that do not fit the search's filters are seen by themselves. */
  fit: FitChoice;
  keyword: string | null;
  /** Null for the order of finding. */
  sort: Sort | null;
}

/** Where the rows that are wanted stand, in the wanted order; rows without a value come last either way. */
export function arrange(rows: readonly RunRow[], choice: Choice): number[] {
  const isWanted = fitsChoice(choice);
  const wanted = rows.flatMap((row, place) => (isWanted(row) ? { row, place } : []));
  if (choice.sort === null) return wanted.map(({ place }) => place);
  const { key, isDescending } = choice.sort;
  const readValue = SORT_VALUES[key];
  const direction = isDescending ? -1 : 1;
  return wanted
    .map(({ row, place }) => ({ place, value: readValue(row) }))
    .sort((one, other) => {
      if (one.value === null || other.value === null) {
        return Number(one.value === null) - Number(other.value === null);
      }
      if (one.value === other.value) return 0;
      return one.value < other.value ? -direction : direction;
    })
    .map(({ place }) => place);
}

/** Tells of a row whether it is wanted. */
export function fitsChoice(choice: Choice): (row: RunRow) => boolean {
  const words = choice.text.toLowerCase().split(/\s+/).filter(Boolean);
  return (row) => fits(row, choice) && words.every((word) => textOf(row).includes(word));
}

function fits(row: RunRow, { platform, state, hasEmail, fit, keyword }: Choice): boolean {
  if (platform !== null && row.platform !== platform) return false;
  if (state !== null && row.state !== state) return false;
  if (hasEmail && row.emails.length === 0) return false;
  if (row.matches !== (fit === "fitting")) return false;
  return keyword === null || row.matchedOn.some((match) => match.keyword === keyword);
}

const texts = new WeakMap<RunRow, string>();

/** Everything about a creator in which words are looked for, in lower case. Made once a row. */
function textOf(row: RunRow): string {
  const known = texts.get(row);
  if (known !== undefined) return known;
  const { profile, emails, matchedOn } = row;
  const text = [
    profile.handle,
    profile.displayName,
    profile.bio,
    profile.category,
    profile.country,
    ...profile.links,
    ...emails.map(({ address }) => address),
    ...matchedOn.flatMap(({ keyword, contents }) => [
      keyword,
      ...contents.flatMap(({ caption, hashtags }) => [caption, ...hashtags]),
    ]),
  ]
    .filter((part) => part !== null)
    .join("\n")
    .toLowerCase();
  texts.set(row, text);
  return text;
}
