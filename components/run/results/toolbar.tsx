"use client";

import {
  Button,
  Chip,
  CloseButton,
  Group,
  NativeSelect,
  Pill,
  SegmentedControl,
  TextInput,
} from "@mantine/core";
import { IconSearch } from "@tabler/icons-react";
import { memo } from "react";
import { useFormats } from "../../locale.tsx";
import { messages } from "../../messages/index.ts";
import { ColumnsMenu } from "./columns-menu.tsx";
import type { ChoiceControl } from "./use-choice.ts";
import type { ColumnControl } from "./use-columns.ts";

const { search, filters, density, view } = messages.results;
export type Density = "cozy" | "compact";

/** What of the results is shown, and how. */
export const Toolbar = memo(function Toolbar({
  control,
  columns,
  platformNames,
  filteredCount,
  rowHeight,
  onRowHeight,
}: {
  control: ChoiceControl;
  columns: ColumnControl;
  /** Of the platforms that the run has searches on. */
  platformNames: Readonly<Record<string, string>>;
  /** Rows that do not fit the search's filters. */
  filteredCount: number;
  rowHeight: Density;
  onRowHeight: (density: Density) => void;
}) {
  const { choice, set } = control;
  const { exact } = useFormats();
  const platforms = Object.entries(platformNames);
  return (
    <Group gap="xs" mb="xs" wrap="wrap">
      <TextInput
        data-search-field
        size="xs"
        w={{ base: "100%", xs: 260 }}
        aria-label={search.label}
        placeholder={search.placeholder}
        leftSection={<IconSearch size={15} aria-hidden />}
        value={choice.text}
        onChange={(event) => void set({ q: event.currentTarget.value || null })}
        rightSection={
          choice.text && (
            <CloseButton size="xs" aria-label={search.clear} onClick={() => void set({ q: null })} />
          )
        }
      />
      {platforms.length > 1 && (
        <NativeSelect
          size="xs"
          aria-label={filters.platform}
          data={[
            { value: "", label: filters.allPlatforms },
            ...platforms.map(([value, label]) => ({ value, label })),
          ]}
          value={choice.platform ?? ""}
          onChange={(event) => void set({ platform: event.currentTarget.value || null })}
        />
      )}
      <Chip size="xs" checked={choice.hasEmail} onChange={(isOn) => void set({ email: isOn || null })}>
        {filters.hasEmail}
      </Chip>
      {filteredCount > 0 && (
        <Chip
          size="xs"
          color="orange"
          checked={choice.fit === "filtered"}
          onChange={(isOn) => void set({ fit: isOn ? "filtered" : null })}
        >
          {filters.filteredOut(exact(filteredCount))}
        </Chip>
      )}
      {choice.keyword !== null && (
        <Pill withRemoveButton size="sm" onRemove={() => void set({ keyword: null })}>
          {filters.keyword(choice.keyword)}
        </Pill>
      )}
      {choice.state !== null && (
        <Pill withRemoveButton size="sm" onRemove={() => void set({ state: null })}>
          {messages.run.creatorStates[choice.state]}
        </Pill>
      )}
      {hasFilters(control) && (
        <Button variant="subtle" size="compact-xs" onClick={() => void control.clear()}>
          {filters.clear}
        </Button>
      )}
      <Group gap="xs" ms="auto">
        <SegmentedControl
          size="xs"
          aria-label={view.label}
          value={control.view}
          data={[
            { value: "table", label: view.table },
            { value: "cards", label: view.cards },
          ]}
          onChange={(next) => void set({ view: next === "cards" ? "cards" : null })}
        />
        {control.view === "table" && (
          <>
            <SegmentedControl
              size="xs"
              aria-label={density.label}
              value={rowHeight}
              data={[
                { value: "cozy", label: density.cozy },
                { value: "compact", label: density.compact },
              ]}
              onChange={(next) => onRowHeight(next === "compact" ? "compact" : "cozy")}
            />
            <ColumnsMenu columns={columns} />
          </>
        )}
      </Group>
    </Group>
  );
});

function hasFilters({ choice }: ChoiceControl): boolean {
  const { text, platform, state, hasEmail, fit, keyword } = choice;
  return text !== "" || hasEmail || [platform, state, fit, keyword].some((value) => value !== null);
}
