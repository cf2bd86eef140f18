"use client";

import { Button, Paper, Stack } from "@mantine/core";
import { IconSearch } from "@tabler/icons-react";
import { type FormEvent, useEffect, useRef } from "react";
import type { FilterChoices } from "#lib/search-engine/filter-choices.types.ts";
import { useFormats } from "../locale.tsx";
import { search as words } from "../messages/search.ts";
import { DispatchError } from "./dispatch-error.tsx";
import { EstimatePanel } from "./estimate-panel.tsx";
import { fieldError } from "./field-error.ts";
import { FilterPanel } from "./filters/filter-panel.tsx";
import { KeywordSection } from "./keyword-section.tsx";
import { PlatformField } from "./platform-field.tsx";
import { platformNotes, platformsWithout } from "./platform-notes.ts";
import { ScopeFields } from "./scope-fields.tsx";
import styles from "./search.module.css";
import { filterNamesOf, filtersOf, type SearchQuery } from "./search-request.ts";
import { useFormState } from "./use-form-state.ts";
import type { ChangeQuery } from "./use-search-query.ts";

/** What the server tells the form. */
export interface SearchOptions {
  platformNames: Readonly<Record<string, string>>;
  filterChoices: FilterChoices;
  keywordsMax: number;
  targetMax: number;
}

/** What is searched for and where, what it takes, and the press that begins it. */
export function SearchForm({
  query,
  change,
  options,
}: {
  query: SearchQuery;
  change: ChangeQuery;
  options: SearchOptions;
}) {
  const { platformNames: names, filterChoices, keywordsMax, targetMax } = options;
  const form = useRef<HTMLFormElement>(null);
  const formats = useFormats();
  const state = useFormState(query, Object.keys(names));
  const { refusal, fault, refusedCount } = state;
  const { notSupported } = filterChoices;

  useEffect(() => {
    if (refusedCount === 0) return;
    const find = (selector: string) => form.current?.querySelector<HTMLElement>(selector);
    (find('[aria-invalid="true"]') ?? find('[type="submit"]'))?.focus();
  }, [refusedCount]);

  function submit(event: FormEvent) {
    event.preventDefault();
    void state.submit();
  }

  return (
    <form ref={form} className={styles.form} onSubmit={submit} aria-label={words.form} noValidate>
      <Stack gap="md">
        <KeywordSection query={query} change={change} max={keywordsMax} refusal={refusal} />
        <Paper withBorder className={styles.card}>
          <Stack gap="md">
            <PlatformField
              names={names}
              chosen={query.platforms}
              notes={platformNotes({
                run: state.estimate.run,
                filters: filterNamesOf(filtersOf(query)),
                notSupported,
                formats,
              })}
              error={fieldError(refusal, "platform")}
              onChange={(platforms) => change({ platforms })}
            />
            <ScopeFields query={query} change={change} targetMax={targetMax} refusal={refusal} />
          </Stack>
        </Paper>
        <Paper withBorder className={styles.card}>
          <FilterPanel
            query={query}
            choices={filterChoices}
            notOn={(filter) => platformsWithout(filter, query.platforms, { notSupported, names })}
            error={refusal}
            change={change}
          />
        </Paper>
      </Stack>
      <Paper withBorder className={`${styles.card} ${styles.aside}`}>
        <Stack gap="md">
          <EstimatePanel
            estimate={state.estimate}
            missing={missingOf(query)}
            nameOf={(one) => names[one] ?? one}
          />
          {fault && <DispatchError error={fault} allowance={state.allowance} />}
          <Button
            type="submit"
            size="md"
            fullWidth
            leftSection={<IconSearch size={18} aria-hidden />}
            loading={state.isSending}
          >
            {state.isSending ? words.sending : words.submit}
          </Button>
        </Stack>
      </Paper>
    </form>
  );
}

function missingOf({ keywords, platforms }: SearchQuery): "keywords" | "platforms" | null {
  if (keywords.length === 0) return "keywords";
  return platforms.length === 0 ? "platforms" : null;
}
