"use client";

import { Group, NativeSelect, Pill } from "@mantine/core";
import { parseAsInteger, parseAsString, parseAsStringLiteral, useQueryStates } from "nuqs";
import type { AdminCallsAnswer } from "#lib/admin/call-rows.types.ts";
import { CALL_CHOICES } from "#lib/admin/row-choices.types.ts";
import { useFormats } from "../../locale.tsx";
import { admin } from "../../messages/admin.ts";
import { pathWith } from "../../query.ts";
import { ListFrame } from "../list-frame.tsx";
import { useList } from "../use-list.ts";
import { CallTable } from "./call-table.tsx";

const { callList: words } = admin;
const parsers = {
  provider: parseAsString,
  outcome: parseAsStringLiteral(CALL_CHOICES),
  hours: parseAsInteger.withDefault(1),
};

/** The calls of a provider: the rows behind its numbers. Without a choice, those of the first one. */
export function CallsScreen({ providers }: { providers: readonly string[] }) {
  const { exact } = useFormats();
  const [choice, set] = useQueryStates(parsers, { history: "replace", scroll: false });
  const provider = choice.provider ?? providers[0] ?? null;
  const path = provider === null ? null : pathWith("/api/v2/admin/calls", { ...choice, provider });
  const list = useList<AdminCallsAnswer>(path);
  const calls = provider === null ? [] : list.pages?.flatMap((page) => page.calls);
  return (
    <ListFrame
      title={words.title}
      here="calls"
      list={list}
      count={calls?.length}
      none={words.none}
      choice={
        <Group gap="xs">
          <NativeSelect
            size="xs"
            aria-label={admin.list.provider}
            value={provider ?? ""}
            onChange={(event) => void set({ provider: event.currentTarget.value || null })}
            data={[...providers]}
          />
          <NativeSelect
            size="xs"
            aria-label={words.outcome}
            value={choice.outcome ?? ""}
            onChange={(event) =>
              void set({ outcome: CALL_CHOICES.find((known) => known === event.currentTarget.value) ?? null })
            }
            data={[
              { value: "", label: words.anyOutcome },
              ...CALL_CHOICES.map((value) => ({ value, label: words.choices[value] })),
            ]}
          />
          <Pill size="sm">
            {words.within(
              admin.failures.hours[String(choice.hours)] ?? admin.hoursShort(exact(choice.hours)),
            )}
          </Pill>
        </Group>
      }
    >
      <CallTable calls={calls ?? []} />
    </ListFrame>
  );
}
