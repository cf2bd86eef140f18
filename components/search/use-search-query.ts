"use client";

import { useSearchParams } from "next/navigation";
import { useQueryStates } from "nuqs";
import { useEffect, useState } from "react";
import { queryParsers, URL_KEYS } from "./query-parsers.ts";
import { recallPlatforms, rememberPlatforms } from "./remembered-platforms.ts";
import type { SearchQuery } from "./search-request.ts";

/** Changes what is named, and leaves the rest. */
export type ChangeQuery = (change: Partial<SearchQuery>) => void;

/** What the form holds. It stands in the address, so that a link or a reload brings the same form. */
export function useSearchQuery(platforms: readonly string[]): { query: SearchQuery; change: ChangeQuery } {
  const [known] = useState(platforms);
  const [parsers] = useState(() => queryParsers(known.slice(0, 1)));
  const isBare = useSearchParams().size === 0;
  const [query, setQuery] = useQueryStates(parsers, { urlKeys: URL_KEYS });
  const change = (changed: Partial<SearchQuery>) => {
    if (changed.platforms) rememberPlatforms(changed.platforms);
    void setQuery(changed);
  };

  // An address that says something says all of it; a bare one begins as this device likes it.
  useEffect(() => {
    if (!isBare) return;
    const remembered = recallPlatforms(known);
    if (remembered.length > 0) void setQuery({ platforms: remembered });
  }, [isBare, known, setQuery]);

  return { query, change };
}
