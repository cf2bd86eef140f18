"use client";

import { Group, NativeSelect, Pill } from "@mantine/core";
import { ADMIN_TASK_CHOICES } from "#lib/admin/row-choices.types.ts";
import { TASK_KINDS } from "#lib/search-engine/task.types.ts";
import { useFormats } from "../../locale.tsx";
import { admin } from "../../messages/admin.ts";
import type { TaskFilterChoice } from "./use-task-choice.ts";

const { taskList: words, list, tasks } = admin;
const HAVE_ENDED: readonly string[] = ["done", "failed", "cancelled"];

/** Which tasks are shown. */
export function TaskFilters({ control: { choice, set } }: { control: TaskFilterChoice }) {
  const { exact } = useFormats();
  const { provider, reason, worker, hours } = choice;
  const pills = [
    provider !== null && { text: words.provider(provider), clear: { provider: null } },
    reason !== null && { text: list.reason(reason.replaceAll("_", " ")), clear: { reason: null } },
    worker !== null && { text: words.worker(worker), clear: { worker: null } },
  ].filter((pill) => pill !== false);
  return (
    <Group gap="xs">
      <NativeSelect
        size="xs"
        aria-label={list.state}
        value={choice.state}
        onChange={(event) =>
          set({ state: ADMIN_TASK_CHOICES.find((state) => state === event.currentTarget.value) ?? null })
        }
        data={ADMIN_TASK_CHOICES.map((value) => ({ value, label: words.choices[value] }))}
      />
      <NativeSelect
        size="xs"
        aria-label={tasks.kind}
        value={choice.kind ?? ""}
        onChange={(event) =>
          set({ kind: TASK_KINDS.find((kind) => kind === event.currentTarget.value) ?? null })
        }
        data={[
          { value: "", label: words.anyKind },
          ...TASK_KINDS.map((value) => ({ value, label: tasks.kinds[value] })),
        ]}
      />
      {pills.map(({ text, clear }) => (
        <Pill key={text} withRemoveButton size="sm" onRemove={() => set(clear)}>
          {text}
        </Pill>
      ))}
      {HAVE_ENDED.includes(choice.state) && (
        <Pill size="sm">
          {words.within(admin.failures.hours[String(hours)] ?? admin.hoursShort(exact(hours)))}
        </Pill>
      )}
    </Group>
  );
}
