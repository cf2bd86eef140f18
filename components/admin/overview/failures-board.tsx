"use client";

import { NativeSelect, Text } from "@mantine/core";
import { parseAsStringLiteral, useQueryState } from "nuqs";
import type { FailuresAnswer } from "#lib/admin/admin.types.ts";
import { LinesSkeleton, LoadError } from "../../load-state.tsx";
import { admin as adminWords } from "../../messages/admin.ts";
import { StackTable } from "../../stack-table.tsx";
import { useLive } from "../use-live.ts";
import { Board } from "./board.tsx";
import { FAILURE_COLUMNS, FailureRow } from "./failure-row.tsx";

const HOURS = ["1", "24", "168", "720"] as const;
const { failures: words } = adminWords;

/** What failed, by reason, with the jobs behind it and what can be done about all of them. */
export function FailuresBoard({ refreshMs, onChanged }: { refreshMs: number; onChanged: () => void }) {
  const [hours, setHours] = useQueryState("hours", parseAsStringLiteral(HOURS).withDefault("24"));
  const { data, error, isAsking, refresh } = useLive<FailuresAnswer>(
    `/api/v2/admin/failures?hours=${hours}`,
    { refreshMs },
  );
  return (
    <Board
      id="failures"
      title={words.title}
      actions={
        <NativeSelect
          size="xs"
          aria-label={words.within}
          value={hours}
          onChange={(event) =>
            void setHours(HOURS.find((known) => known === event.currentTarget.value) ?? null)
          }
          data={HOURS.map((value) => ({ value, label: words.hours[value] ?? value }))}
        />
      }
    >
      {error && <LoadError error={error} isAsking={isAsking} onRetry={refresh} />}
      {data === undefined ? (
        error === null && <LinesSkeleton lines={3} heightPx={48} />
      ) : data.failures.length === 0 ? (
        <Text size="sm" c="dimmed">
          {words.none}
        </Text>
      ) : (
        <StackTable label={words.title} columns={Object.values(FAILURE_COLUMNS)}>
          {data.failures.map((failure) => (
            <FailureRow
              key={`${failure.provider}:${failure.kind}:${failure.reason}`}
              failure={failure}
              hours={data.hours}
              onChanged={() => {
                refresh();
                onChanged();
              }}
            />
          ))}
        </StackTable>
      )}
    </Board>
  );
}
