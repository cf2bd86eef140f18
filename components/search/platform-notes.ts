import type { FilterChoices } from "#lib/search-engine/filter-choices.types.ts";
import type { FilterName } from "#lib/search-engine/types.ts";
import { FILTER_LABELS } from "../filter-text.ts";
import type { Formats } from "../formats.ts";
import { search as searchWords } from "../messages/search.ts";
import type { RunEstimate } from "./estimate-text.ts";

const { platforms: words } = searchWords;

/** By platform: what it cannot do of what is asked. */
export function platformNotes({
  run,
  filters,
  notSupported,
  formats: { exact },
}: {
  run: RunEstimate | null;
  /** Those that are set. */
  filters: readonly FilterName[];
  notSupported: FilterChoices["notSupported"];
  formats: Formats;
}): Record<string, string[]> {
  const notes: Record<string, string[]> = {};
  const add = (platform: string, note: string) => {
    notes[platform] = [...(notes[platform] ?? []), note];
  };
  for (const { platform } of run?.refused ?? []) add(platform, words.refused);
  for (const { platform, creators } of run?.allowed ?? []) {
    if (creators.max < creators.target) {
      add(platform, words.atMost(exact(creators.max), exact(creators.target)));
    }
  }
  for (const [platform, names] of Object.entries(notSupported)) {
    const asked = filters.filter((name) => names.includes(name));
    if (asked.length > 0) {
      add(platform, words.notChecked(asked.map((name) => FILTER_LABELS[name]).join(", ")));
    }
  }
  return notes;
}

/** Those of the platforms, by name, that cannot tell what a filter asks. */
export function platformsWithout(
  filter: FilterName,
  platforms: readonly string[],
  {
    notSupported,
    names,
  }: { notSupported: FilterChoices["notSupported"]; names: Readonly<Record<string, string>> },
): string[] {
  return platforms
    .filter((platform) => notSupported[platform]?.includes(filter))
    .map((platform) => names[platform] ?? platform);
}
