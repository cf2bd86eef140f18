"use client";

import { Paper, Stack, Switch } from "@mantine/core";
import type { ApiError } from "../api-client.ts";
import { search as searchWords } from "../messages/search.ts";
import { keywordsError } from "./field-error.ts";
import { toKeywordList } from "./keyword-list.ts";
import { KeywordsField } from "./keywords-field.tsx";
import styles from "./search.module.css";
import type { SearchQuery } from "./search-request.ts";
import { KeywordSuggestions } from "./suggestions/keyword-suggestions.tsx";
import type { ChangeQuery } from "./use-search-query.ts";

const { expand: words } = searchWords;

/** The keywords, and where more of them come from: suggested now, or added by the search itself. */
export function KeywordSection({
  query,
  change,
  max,
  refusal,
}: {
  query: SearchQuery;
  change: ChangeQuery;
  max: number;
  refusal: ApiError | null;
}) {
  const { keywords, platforms, expand } = query;
  return (
    <Paper withBorder className={styles.card}>
      <Stack gap="sm">
        <KeywordsField
          value={keywords}
          max={max}
          error={keywordsError(refusal, keywords)}
          onChange={(changed) => change({ keywords: changed })}
        />
        <KeywordSuggestions
          platform={platforms[0] ?? null}
          keywords={keywords}
          max={max}
          onAdd={(added) => change({ keywords: toKeywordList([...keywords, ...added], max).keywords })}
        />
        <Switch
          label={words.label}
          description={words.hint}
          classNames={{ description: styles.small ?? "" }}
          checked={expand}
          onChange={(event) => change({ expand: event.currentTarget.checked })}
        />
      </Stack>
    </Paper>
  );
}
