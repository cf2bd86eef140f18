"use client";

import { Button, CloseButton, Group } from "@mantine/core";
import { IconSearch } from "@tabler/icons-react";
import { memo } from "react";
import { useFormats } from "../../locale.tsx";
import { results as resultsWords } from "../../messages/results.ts";
import { run as runWords } from "../../messages/run.ts";
import { ColumnsMenu } from "./columns-menu.tsx";
import styles from "./toolbar.module.css";
import { Chosen, Segments, Toggle } from "./toolbar-parts.tsx";
import type { ChoiceControl, View } from "./use-choice.ts";
import type { ColumnControl } from "./use-columns.ts";

const { search, filters, density, view: views } = resultsWords;
export type Density = "cozy" | "compact";
const VIEWS = [
  { value: "table", label: views.table },
  { value: "cards", label: views.cards },
] as const;
const DENSITIES = [
  { value: "cozy", label: density.cozy },
  { value: "compact", label: density.compact },
] as const;

/** What of the results is shown, and how. */
export const Toolbar = memo(function Toolbar({
  control,
  view,
  columns,
  platformNames,
  filteredCount,
  rowHeight,
  onRowHeight,
}: {
  control: ChoiceControl;
  view: View;
  columns: ColumnControl;
  /** Of the platforms that the run has searches on. */
  platformNames: Readonly<Record<string, string>>;
  /** Rows that do not fit the search's filters. */
  filteredCount: number;
  rowHeight: Density;
  onRowHeight: (density: Density) => void;
}) {
  const { set } = control;
  return (
    <Group gap="xs" mb="xs" wrap="wrap">
      <SearchField control={control} />
      <Filters control={control} platformNames={platformNames} filteredCount={filteredCount} />
      <Group gap="xs" ms="auto">
        <Segments
          label={views.label}
          value={view}
          choices={VIEWS}
          onChange={(next) => void set({ view: next })}
        />
        {view === "table" && (
          <>
            <Segments label={density.label} value={rowHeight} choices={DENSITIES} onChange={onRowHeight} />
            <ColumnsMenu columns={columns} />
          </>
        )}
      </Group>
    </Group>
  );
});

function SearchField({ control: { choice, set } }: { control: ChoiceControl }) {
  return (
    <div className={styles.search}>
      <IconSearch size={15} aria-hidden />
      <input
        data-search-field
        className={styles.field}
        aria-label={search.label}
        placeholder={search.placeholder}
        value={choice.text}
        onChange={(event) => void set({ q: event.currentTarget.value || null })}
      />
      {choice.text && (
        <CloseButton size="xs" aria-label={search.clear} onClick={() => void set({ q: null })} />
      )}
    </div>
  );
}

function Filters({
  control,
  platformNames,
  filteredCount,
}: {
  control: ChoiceControl;
  platformNames: Readonly<Record<string, string>>;
  filteredCount: number;
}) {
  const { exact } = useFormats();
  const { choice, set } = control;
  const platforms = Object.entries(platformNames);
  return (
    <>
      {platforms.length > 1 && (
        <select
          className={styles.field}
          aria-label={filters.platform}
          value={choice.platform ?? ""}
          onChange={(event) => void set({ platform: event.currentTarget.value || null })}
        >
          <option value="">{filters.allPlatforms}</option>
          {platforms.map(([platform, name]) => (
            <option key={platform} value={platform}>
              {name}
            </option>
          ))}
        </select>
      )}
      <Toggle isOn={choice.hasEmail} onChange={(isOn) => void set({ email: isOn || null })}>
        {filters.hasEmail}
      </Toggle>
      {filteredCount > 0 && (
        <Toggle
          isWarm
          isOn={choice.fit === "filtered"}
          onChange={(isOn) => void set({ fit: isOn ? "filtered" : null })}
        >
          {filters.filteredOut(exact(filteredCount))}
        </Toggle>
      )}
      {choice.keyword !== null && (
        <Chosen removeLabel={filters.remove(choice.keyword)} onRemove={() => void set({ keyword: null })}>
          {filters.keyword(choice.keyword)}
        </Chosen>
      )}
      {choice.state !== null && (
        <Chosen
          removeLabel={filters.remove(runWords.creatorStates[choice.state])}
          onRemove={() => void set({ state: null })}
        >
          {runWords.creatorStates[choice.state]}
        </Chosen>
      )}
      {hasFilters(control) && (
        <Button variant="subtle" size="compact-xs" onClick={() => void control.clear()}>
          {filters.clear}
        </Button>
      )}
    </>
  );
}

function hasFilters({ choice }: ChoiceControl): boolean {
  const { text, platform, state, hasEmail, fit, keyword } = choice;
  const isAnyNamed = [platform, state, keyword].some((value) => value !== null);
  return text !== "" || hasEmail || fit !== "fitting" || isAnyNamed;
}
