import { searchEstimate } from "./search-estimate.ts";
import { searchExamples } from "./search-examples.ts";
import { searchFilters } from "./search-filters.ts";

const plural = (count: number, one: string, many: string) => (count === 1 ? one : many);

export const search = {
  title: "Search creators",
  lead: "Type what they post about. Creators appear from the first second, with e-mail and numbers.",
  form: "Search",
  keywords: {
    label: "Keywords",
    hint: "Press Enter or a comma after each, or paste a list.",
    placeholder: "makeup, clean skincare, …",
    more: "Add another",
    count: (count: string, max: string) => `${count} of ${max}`,
    remove: (keyword: string) => `Remove ${keyword}`,
    clear: "Remove all keywords",
    cut: (left: string, max: string) => `A search takes ${max} keywords; ${left} more were left out.`,
    entry: (keyword: string, problem: string) => `"${keyword}" ${problem}`,
  },
  suggest: {
    ask: "Suggest keywords",
    askAgain: "Suggest again",
    asking: "Looking for keywords like these …",
    title: "Suggested",
    from: (source: string) => `by ${source}. Pick those that fit.`,
    rules: "by spelling and common phrases; no model answered. Pick those that fit.",
    add: (keyword: string) => `Add ${keyword}`,
    dismiss: (keyword: string) => `Dismiss ${keyword}`,
    addAll: (count: number, text: string) => `Add ${plural(count, "it", `all ${text}`)}`,
    close: "Dismiss all",
    nothing: "No further keywords came to mind for these.",
    used: "All of them are in your search or dismissed.",
    failed: (message: string) => `No suggestions: ${message}`,
    again: "Try again",
    full: "The search has all the keywords it can take. Remove one to add another.",
    first: "Add a keyword first.",
  },
  expand: {
    label: "Also search with keywords like these",
    hint: "Shoal adds more as it begins. Each shows its reason and what it found.",
  },
  platforms: {
    label: "Platforms",
    hint: "One search each, all on one page.",
    atMost: (max: string, target: string) => `Can bring ${max} of ${target}`,
    notChecked: (filters: string) => `Cannot filter by ${filters}`,
    refused: "Not begun as it stands",
    none: "Choose at least one platform.",
  },
  target: {
    label: "Creators wanted",
    hint: (max: string) => `Of each platform, 1 to ${max}. Only those delivered are charged.`,
    presets: "Often wanted",
  },
  campaign: {
    label: "Campaign",
    hint: "Keeps this search with others of the same campaign.",
    placeholder: "None",
    nothing: "No campaign by that name",
    failed: (message: string) => `Campaigns could not be read: ${message}`,
    clear: "No campaign",
  },
  submit: "Search",
  sending: "Sending …",
  error: {
    title: "The search was not begun",
    refusedTitle: "Your plan does not cover this search",
    notSent: "The search was not sent.",
    partly: (message: string) =>
      `${message} A part of the searches has begun. Search again to send the rest: nothing is begun twice.`,
    left: (left: string) => `${left} creators are left.`,
    leftUntil: (left: string, date: string) =>
      `${left} creators are left until the allowance is renewed on ${date}.`,
    signIn: "Sign in again",
  },
  recent: {
    title: "Recent searches",
    empty: "No searches yet",
    emptyText:
      "What you and your team search for appears here, with what it found. Begin with an example above.",
    failed: (message: string) => `Recent searches could not be read: ${message}`,
    stale: (message: string) => `Not up to date: ${message}`,
    again: "Try again",
    loading: "Reading recent searches …",
    on: (platforms: string) => `on ${platforms}`,
    found: (found: string, target: string) => `${found} of ${target} found`,
    emails: (count: number, text: string) => `${text} ${plural(count, "e-mail", "e-mails")}`,
    failedCount: (text: string) => `${text} failed`,
    keywordsFailed: (count: number, text: string) => `${text} ${plural(count, "keyword", "keywords")} failed`,
    filtered: (text: string) => `${text} filtered out`,
    by: (name: string) => `by ${name}`,
  },
  filters: searchFilters,
  estimate: searchEstimate,
  examples: searchExamples,
} as const;
