import { splitKeywords } from "#components/search/split-keywords.ts";
import { describeIssue } from "#lib/http/issues.ts";
import {
  type FilterName,
  filtersSchema,
  type NumberRange,
  type SearchFilters,
} from "#lib/search-engine/types.ts";
import { UsageError } from "./usage-error.ts";

interface FilterOption {
  name: string;
  filter: FilterName;
  /** What may follow the name, for the help. */
  value: string;
  read: (value: string, option: string) => SearchFilters[FilterName];
}

const OPTIONS: readonly FilterOption[] = [
  {
    name: "followers",
    filter: "followers",
    value: "=1000..50k",
    read: (text, option) => range(text, option),
  },
  {
    name: "engagement",
    filter: "engagementRate",
    value: "=2%..",
    read: (text, option) => range(text, option, percent),
  },
  { name: "views", filter: "averageViews", value: "=..1m", read: (text, option) => range(text, option) },
  { name: "verified", filter: "verified", value: "[=no]", read: yesOrNo },
  { name: "has-email", filter: "hasEmail", value: "[=no]", read: yesOrNo },
  { name: "language", filter: "language", value: "=de,en", read: splitKeywords },
  { name: "country", filter: "country", value: "=DE,AT", read: splitKeywords },
  { name: "last-post", filter: "lastPostWithinDays", value: "=30d", read: days },
  { name: "exclude", filter: "excludeKeywords", value: '="casino,betting"', read: splitKeywords },
];

export const FILTER_HELP = `  --filter NAME=VALUE
                     only creators that fit; may be repeated, and all must hold. Filters:
${OPTIONS.map(({ name, value }) => `                       ${name}${value}`).join("\n")}`;

/** What `--filter` asks for; undefined where it was not given. @throws UsageError that names the filter */
export function readFilterOptions(given: readonly string[] | undefined): SearchFilters | undefined {
  if (given === undefined || given.length === 0) return undefined;
  const filters: SearchFilters = {};
  for (const text of given) {
    const [name = "", ...rest] = text.split("=");
    const option = OPTIONS.find((candidate) => candidate.name === name.trim());
    if (!option) {
      const names = OPTIONS.map((known) => known.name).join(", ");
      throw new UsageError(`--filter: "${name}" is not known. Filters: ${names}.`);
    }
    if (option.filter in filters) throw new UsageError(`--filter ${option.name}: given more than once.`);
    Object.assign(filters, { [option.filter]: option.read(rest.join("=").trim(), option.name) });
  }
  return checked(filters);
}

/** The option that an error of the API is about: `filters.followers.min` is `--filter followers`. */
export function filterOptionOf(field: string): string | undefined {
  const [whole = "", name] = field.split(/[.[]/, 2);
  if (whole !== "filters") return undefined;
  const option = OPTIONS.find(({ filter }) => filter === name);
  return option === undefined ? "--filter" : `--filter ${option.name}`;
}

function checked(filters: SearchFilters): SearchFilters {
  const result = filtersSchema.safeParse(filters, { error: describeIssue });
  if (result.success) return result.data;
  const [issue] = result.error.issues;
  const option = filterOptionOf(["filters", ...(issue?.path ?? [])].map(String).join("."));
  throw new UsageError(`${option}: ${issue?.message ?? "is not valid"}.`);
}

function range(text: string, option: string, read = count): NumberRange {
  const [min = "", max, ...more] = text.split("..");
  if (max === undefined || more.length > 0 || (min === "" && max === "")) {
    throw new UsageError(`--filter ${option}: MIN..MAX, MIN.. or ..MAX, not "${text}".`);
  }
  return {
    ...(min === "" ? {} : { min: read(min, option) }),
    ...(max === "" ? {} : { max: read(max, option) }),
  };
}

const UNITS: Readonly<Record<string, number>> = { "": 1, k: 1e3, m: 1e6 };

/** "1000", "1.5k" or "2m". */
function count(text: string, option: string): number {
  const [, digits, unit = ""] = /^(\d+(?:\.\d+)?)([km]?)$/i.exec(text.trim()) ?? [];
  const value = Math.round(Number(digits) * (UNITS[unit.toLowerCase()] ?? 1));
  if (digits === undefined)
    throw new UsageError(`--filter ${option}: a number such as 1000, 50k or 2m, not "${text}".`);
  return value;
}

/** "2%" or the fraction "0.02". */
function percent(text: string, option: string): number {
  const [, digits, sign] = /^(\d+(?:\.\d+)?)\s*(%?)$/.exec(text.trim()) ?? [];
  if (digits === undefined) throw new UsageError(`--filter ${option}: percent such as 2.5%, not "${text}".`);
  return sign === "%" ? Number((Number(digits) / 100).toFixed(6)) : Number(digits);
}

function days(text: string, option: string): number {
  const [, digits] = /^(\d+)d?$/i.exec(text) ?? [];
  if (digits === undefined) throw new UsageError(`--filter ${option}: days such as 30d, not "${text}".`);
  return Number(digits);
}

function yesOrNo(text: string, option: string): boolean {
  if (!["", "yes", "no"].includes(text))
    throw new UsageError(`--filter ${option}: yes or no, not "${text}".`);
  return text !== "no";
}
