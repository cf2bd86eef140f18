"use client";

import { ActionIcon, Group, NativeSelect, Text } from "@mantine/core";
import { IconRefresh } from "@tabler/icons-react";
import { useFormats } from "../locale.tsx";
import { admin as adminWords } from "../messages/admin.ts";
import { REFRESH_SECONDS, type useRefresh } from "./use-refresh.ts";

const { refresh: words } = adminWords;

/** How old what is shown is, and how often it is asked anew. */
export function RefreshControl({
  control: { seconds, setSeconds },
  atMs,
  isAsking,
  onRefresh,
}: {
  control: ReturnType<typeof useRefresh>;
  /** Null until the first answer in the browser. */
  atMs: number | null;
  isAsking: boolean;
  onRefresh: () => void;
}) {
  const { exact, time } = useFormats();
  return (
    <Group gap="xs">
      <Text size="xs" c="dimmed" className="tabular" data-as-of={atMs ?? undefined}>
        {atMs !== null && `${words.asOf(time(atMs))} · `}
        {seconds === 0 ? words.isOff : words.pausedHidden}
      </Text>
      <NativeSelect
        size="xs"
        aria-label={words.label}
        value={String(seconds)}
        onChange={(event) => setSeconds(Number(event.currentTarget.value))}
        data={[
          ...REFRESH_SECONDS.map((value) => ({ value: String(value), label: words.every(exact(value)) })),
          { value: "0", label: words.off },
        ]}
      />
      <ActionIcon
        variant="default"
        size="input-xs"
        aria-label={words.now}
        title={words.now}
        onClick={onRefresh}
        data-busy={isAsking || undefined}
      >
        <IconRefresh size={15} aria-hidden />
      </ActionIcon>
    </Group>
  );
}
