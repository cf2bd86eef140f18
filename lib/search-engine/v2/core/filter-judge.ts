import { type Judge, type Judged, VERDICTS, type Verdict } from "./filter-verdicts.ts";
import {
  FILTER_NAMES,
  type FilterDeclaration,
  type FilterName,
  type FilterSupport,
  type SearchFilters,
} from "./filters.ts";
import type { CreatorProfile, FoundCreator } from "./types.ts";

/** What one job asks for, on a platform that can tell. */
export interface JobFilters {
  wanted: SearchFilters;
  declaration: FilterDeclaration;
  /** Days are counted back from here: the making of the job, so that a retry judges alike. */
  asOf: Date;
}

/** What a profile that was taken whole from a search answer may lack, because it needs the creator's posts. */
const POST_FIELDS = {
  engagementRate: "engagementRate",
  averageViews: "averageViews",
  lastPostWithinDays: "lastPostAt",
} as const satisfies Partial<Record<FilterName, keyof CreatorProfile>>;

/** How a creator fits the filters of its job. */
export interface Fit {
  /** Why it does not, in words for people; null where it does, and where nobody can judge it. */
  filterReason: string | null;
  filteredBy: readonly FilterName[];
}

export const NOT_JUDGED: Fit = { filterReason: null, filteredBy: [] };

/** For a creator whose details are there. */
export function judge(filters: JobFilters | null, creator: Judged): Fit {
  const failed = verdictsOn(filters, creator).filter(({ verdict }) => verdict.reason !== null);
  if (failed.length === 0) return NOT_JUDGED;
  return {
    filterReason: failed.map(({ verdict }) => verdict.reason).join("; "),
    filteredBy: failed.map(({ name }) => name),
  };
}

/** The filters that a creator does not fit by what the search answer itself carries. */
export function failedBySearch(filters: JobFilters | null, found: FoundCreator): FilterName[] {
  return verdictsOn(filters, asJudged(found)).flatMap(({ name, support, verdict }) =>
    support.search === "value" && verdict.isKnown && verdict.reason !== null ? name : [],
  );
}

/** A creator that is whole in the search answer, as one that is not where a filter needs more than is there. */
export function withoutDetailsIfOpen(filters: JobFilters | null, found: FoundCreator): FoundCreator {
  if (found.emails === undefined) return found;
  const isOpen = verdictsOn(filters, asJudged(found)).some(
    ({ support, verdict }) =>
      support.profile && verdict.reason !== null && !(support.search === "value" && verdict.isKnown),
  );
  if (!isOpen) return found;
  const { emails: _, ...rest } = found;
  return rest;
}

/** Fields that an older profile must have to be used as it is: without them, a new one could tell more. */
export function fieldsNeeded(filters: JobFilters | null): string[] {
  if (!filters) return [];
  return Object.entries(POST_FIELDS).flatMap(([name, field]) => {
    const support = filters.declaration[name as keyof typeof POST_FIELDS];
    const isWanted = filters.wanted[name as keyof typeof POST_FIELDS] !== undefined;
    return isWanted && support !== "unsupported" && support.profile ? field : [];
  });
}

function asJudged({ profile, emails, matches }: FoundCreator): Judged {
  return { profile, emails, posts: matches };
}

/** One verdict for each filter that is asked for and supported. */
function verdictsOn(
  filters: JobFilters | null,
  creator: Judged,
): { name: FilterName; support: Exclude<FilterSupport, "unsupported">; verdict: Verdict }[] {
  if (!filters) return [];
  return FILTER_NAMES.flatMap((name) => {
    const support = filters.declaration[name];
    const verdict = support === "unsupported" ? null : verdictOn(name, filters, creator, !support.profile);
    return support === "unsupported" || verdict === null ? [] : { name, support, verdict };
  });
}

function verdictOn<N extends FilterName>(
  name: N,
  { wanted, asOf }: JobFilters,
  creator: Judged,
  isBound: boolean,
): Verdict | null {
  const value = wanted[name];
  const judgeOne: Judge<N> = VERDICTS[name];
  return value == null ? null : judgeOne(value, creator, { asOf, isBound });
}
