"use client";

import { Alert, Anchor, Button, Group, List, Text } from "@mantine/core";
import { IconAlertTriangle, IconCheck } from "@tabler/icons-react";
import dynamic from "next/dynamic";
import Link from "next/link";
import { useState } from "react";
import { useFormats } from "../../locale.tsx";
import { admin as adminWords } from "../../messages/admin.ts";
import { jobsHref } from "../job-links.ts";
import type { BulkFilter } from "./bulk-filter.ts";
import { reasonText } from "./bulk-reasons.ts";
import { type BulkState, useBulk } from "./use-bulk.ts";
import type { MeantState } from "./use-meant-jobs.ts";

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
  meant,
  isFinal,
  filter,
  count,
  onDone,
}: {
  /** Of the route that does it. */
  path: string;
  words: BulkWords;
  /** Which of the jobs of the filter it is done to. */
  meant: MeantState;
  /** It cannot be undone. */
  isFinal: boolean;
  filter: BulkFilter;
  /** How many are meant, where that is known. */
  count: number | null;
  onDone: () => void;
}) {
  const { exact } = useFormats();
  const { state, ask, forget } = useBulk(path, onDone);
  const [isConfirming, setIsConfirming] = useState(false);
  return (
    <Group gap="xs" justify="flex-end">
      {count !== 0 && state?.isAsking !== true && (
        <Button
          size="compact-sm"
          variant="light"
          color={isFinal ? "red" : "tide"}
          onClick={() => setIsConfirming(true)}
          aria-haspopup="dialog"
        >
          {count === null ? words.buttonAll : words.button(exact(count))}
        </Button>
      )}
      <div role="status">
        {state && (
          <Outcome
            state={state}
            words={words}
            leftHref={jobsHref({ ...filter, state: meant })}
            onAgain={() => void ask(filter)}
            onDismiss={forget}
          />
        )}
      </div>
      {isConfirming && (
        <BulkDialog
          words={words}
          meant={meant}
          isFinal={isFinal}
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
  state: { isAsking, done, failed, reasons, stoppedBy },
  words,
  leftHref,
  onAgain,
  onDismiss,
}: {
  state: BulkState;
  words: BulkWords;
  /** The jobs that it could not be done to. */
  leftHref: string;
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
      {!isAsking && reasons.length > 0 && (
        <List size="sm" mt={4}>
          {reasons.map((reason) => (
            <List.Item key={reason.code} data-reason={reason.code}>
              {bulk.because(exact(reason.count), reasonText(reason))}
            </List.Item>
          ))}
        </List>
      )}
      {!isAsking && (
        <Group gap="xs" mt={4}>
          {failed > 0 && (
            <Anchor component={Link} href={leftHref} size="sm">
              {bulk.left}
            </Anchor>
          )}
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
