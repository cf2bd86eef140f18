"use client";

import { Button, Group, List, Skeleton, Stack, Text } from "@mantine/core";
import { Dialog } from "../../dialog.tsx";
import { useFormats } from "../../locale.tsx";
import { admin as adminWords } from "../../messages/admin.ts";
import type { BulkWords } from "./bulk-all.tsx";
import { type BulkFilter, filterLines } from "./bulk-filter.ts";
import { type MeantJobs, type MeantState, useMeantJobs } from "./use-meant-jobs.ts";

const { bulk } = adminWords;

/** Names how many jobs are meant, and which, before anything is done to them. */
export default function BulkDialog({
  words,
  meant: state,
  isFinal,
  filter,
  onConfirm,
  onClose,
}: {
  words: BulkWords;
  meant: MeantState;
  isFinal: boolean;
  filter: BulkFilter;
  onConfirm: () => void;
  onClose: () => void;
}) {
  const { exact } = useFormats();
  const meant = useMeantJobs(state, filter);
  const isNone = meant?.count === 0;
  return (
    <Dialog title={words.title} closeLabel={bulk.close} onClose={onClose}>
      <Stack gap="sm">
        <div aria-live="polite">
          {meant === null ? (
            <>
              <Text size="sm">{words.counting}</Text>
              <Skeleton height={20} mt={4} />
            </>
          ) : (
            <Text fw={600}>{askText(words, meant, exact)}</Text>
          )}
        </div>
        <List size="sm">
          {filterLines(filter, state).map((line) => (
            <List.Item key={line}>{line}</List.Item>
          ))}
        </List>
        <Text size="sm">{words.what}</Text>
        <Group justify="flex-end">
          <Button variant="default" onClick={onClose} data-autofocus>
            {bulk.keep}
          </Button>
          <Button color={isFinal ? "red.9" : "tide"} onClick={onConfirm} disabled={meant === null || isNone}>
            {confirmText(words, meant, exact)}
          </Button>
        </Group>
      </Stack>
    </Dialog>
  );
}

function askText(words: BulkWords, meant: MeantJobs, exact: (value: number) => string): string {
  if (meant.error !== null) return meant.error;
  if (meant.count === 0) return words.nothing;
  if (meant.hasMore) return words.askMany(exact(meant.count));
  return words.ask(exact(meant.count), meant.count === 1);
}

function confirmText(words: BulkWords, meant: MeantJobs | null, exact: (value: number) => string): string {
  if (meant === null || meant.count === 0) return words.title;
  if (meant.hasMore) return words.confirmMany(exact(meant.count));
  return words.confirm(exact(meant.count), meant.count === 1);
}
