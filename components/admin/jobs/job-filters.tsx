"use client";

import { Button, Group, NativeSelect, Pill } from "@mantine/core";
import { TASK_KINDS } from "#lib/search-engine/task.types.ts";
import { useFormats } from "../../locale.tsx";
import { admin } from "../../messages/admin.ts";
import { run } from "../../messages/run.ts";
import { type JobChoice, STATES } from "./use-job-choice.ts";

const { list: words } = admin;

/** Which jobs are shown. */
export function JobFilters({
  control: { choice, set, clear, hasChoice },
  accountName,
  providers,
  platformNames,
}: {
  control: JobChoice;
  /** Of the one account that is chosen, once a row tells it. */
  accountName: string | null;
  providers: readonly string[];
  platformNames: Readonly<Record<string, string>>;
}) {
  const { exact } = useFormats();
  const isAboutFailures = choice.kind !== null || choice.reason !== null || choice.state === "retryable";
  const hours = String(choice.hours);
  return (
    <Group gap="xs">
      <NativeSelect
        size="xs"
        aria-label={words.state}
        value={choice.state ?? ""}
        onChange={(event) =>
          set({ state: STATES.find((state) => state === event.currentTarget.value) ?? null })
        }
        data={[
          { value: "", label: words.anyState },
          ...STATES.map((value) => ({ value, label: stateText(value) })),
        ]}
      />
      <NativeSelect
        size="xs"
        aria-label={words.platform}
        value={choice.platform ?? ""}
        onChange={(event) => set({ platform: event.currentTarget.value || null })}
        data={[
          { value: "", label: words.anyPlatform },
          ...Object.entries(platformNames).map(([value, label]) => ({ value, label })),
        ]}
      />
      <NativeSelect
        size="xs"
        aria-label={words.provider}
        value={choice.provider ?? ""}
        onChange={(event) => set({ provider: event.currentTarget.value || null })}
        data={[
          { value: "", label: words.anyProvider },
          ...providers.map((value) => ({ value, label: value })),
        ]}
      />
      <NativeSelect
        size="xs"
        aria-label={words.kind}
        value={choice.kind ?? ""}
        onChange={(event) =>
          set({ kind: TASK_KINDS.find((kind) => kind === event.currentTarget.value) ?? null })
        }
        data={[
          { value: "", label: words.anyKind },
          ...TASK_KINDS.map((value) => ({ value, label: admin.tasks.kinds[value] })),
        ]}
      />
      {choice.reason !== null && (
        <Pill withRemoveButton size="sm" onRemove={() => set({ reason: null })}>
          {words.reason(choice.reason.replaceAll("_", " "))}
        </Pill>
      )}
      {isAboutFailures && (
        <Pill size="sm">
          {words.within(admin.failures.hours[hours] ?? admin.hoursShort(exact(choice.hours)))}
        </Pill>
      )}
      {choice.accountId !== null && (
        <Pill withRemoveButton size="sm" onRemove={() => set({ accountId: null })}>
          {accountName === null ? words.account : words.accountNamed(accountName)}
        </Pill>
      )}
      {hasChoice && (
        <Button variant="subtle" size="compact-xs" onClick={clear}>
          {words.clear}
        </Button>
      )}
    </Group>
  );
}

function stateText(state: (typeof STATES)[number]): string {
  if (state === "open") return words.open;
  if (state === "retryable") return words.retryable;
  return state === "ended" ? words.ended : run.phases[state];
}
