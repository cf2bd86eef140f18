import type { FilterName } from "./types.ts";

/** A code with its name in the reader's language. */
export interface NamedCode {
  code: string;
  name: string;
}

/** What a form can offer as filters. */
export interface FilterChoices {
  /** By name. */
  countries: NamedCode[];
  languages: NamedCode[];
  /** By platform: the filters that nothing it tells would decide. */
  notSupported: Record<string, FilterName[]>;
}
