"use client";

import { Alert, Button, Group, Text } from "@mantine/core";
import { IconAlertTriangle, IconCheck } from "@tabler/icons-react";
import dynamic from "next/dynamic";
import { useState } from "react";
import { useFormats } from "../../locale.tsx";
import { admin as adminWords } from "../../messages/admin.ts";
import type { BulkFilter } from "./bulk-filter.ts";
import { type BulkState, useBulk } from "./use-bulk.ts";

const BulkDialog = dynamic(() => import("./bulk-dialog.tsx"), { ssr: false });
const { bulk } = adminWords;

export interface BulkWords {
  button: (count: string) => string;
  buttonAll: string;
  title: string;
  counting: string;
  ask: (count: string, isOne: boolean) => string;
  askMany: (count: string) => string;
  nothing: string;
  what: string;
  confirm: (count: string, isOne: boolean) => string;
  confirmMany: (count: string) => string;
  result: (count: string, isOne: boolean) => string;
  progress: (count: string) => string;
}

/** A button that does something to all jobs of a filter, once that is confirmed, and then tells what became of it. */
export function BulkAll({
  path,
  words,
  filter,
  count,
  onDone,
}: {
  /** Of the route that does it. */
  path: string;
  words: BulkWords;
  filter: BulkFilter;
  /** How many are meant, where that is known. */
  count: number | null;
  onDone: () => void;
}) {
  const { exact } = useFormats();
  const { state, ask, forget } = useBulk(path, onDone);
  const [isConfirming, setIsConfirming] = useState(false);
  return (
    <Group gap="xs" justify="flex-end" w="100%">
      {count !== 0 && state?.isAsking !== true && (
        <Button
          size="compact-sm"
          variant="light"
          color="red"
          onClick={() => setIsConfirming(true)}
          aria-haspopup="dialog"
        >
          {count === null ? words.buttonAll : words.button(exact(count))}
        </Button>
      )}
      <div role="status">
        {state && <Outcome state={state} words={words} onAgain={() => void ask(filter)} onDismiss={forget} />}
      </div>
      {isConfirming && (
        <BulkDialog
          words={words}
          filter={filter}
          onClose={() => setIsConfirming(false)}
          onConfirm={() => {
            setIsConfirming(false);
            void ask(filter);
          }}
        />
      )}
    </Group>
  );
}

function Outcome({
  state: { isAsking, done, failed, stoppedBy },
  words,
  onAgain,
  onDismiss,
}: {
  state: BulkState;
  words: BulkWords;
  onAgain: () => void;
  onDismiss: () => void;
}) {
  const { exact } = useFormats();
  const hasGaps = failed > 0 || stoppedBy !== null;
  const Icon = hasGaps ? IconAlertTriangle : IconCheck;
  const lines = [
    words.result(exact(done), done === 1),
    failed > 0 && bulk.failed(exact(failed)),
    stoppedBy !== null && bulk.stopped(stoppedBy),
  ].filter((line) => line !== false);
  return (
    <Alert
      color={hasGaps ? "yellow" : "tide"}
      icon={isAsking ? undefined : <Icon aria-hidden />}
      py="xs"
      ta="start"
      data-bulk={isAsking ? "asking" : "done"}
    >
      <Text size="sm">{isAsking ? words.progress(exact(done)) : `${lines.join(". ")}.`}</Text>
      {!isAsking && (
        <Group gap="xs" mt={4}>
          {hasGaps && (
            <Button size="compact-xs" variant="default" onClick={onAgain}>
              {bulk.again}
            </Button>
          )}
          <Button size="compact-xs" variant="subtle" onClick={onDismiss}>
            {bulk.dismiss}
          </Button>
        </Group>
      )}
    </Alert>
  );
}
