"use client";

import { Alert, Stack, Text } from "@mantine/core";
import { IconInfoCircle } from "@tabler/icons-react";
import { useEffect, useState } from "react";
import { appliedText, notSupportedText } from "../../filter-text.ts";
import { useFormats } from "../../locale.tsx";
import { run as runWords } from "../../messages/run.ts";
import { type RunNotes, recallNotes } from "../../run-notes.ts";
import type { RunPart } from "./use-parts.ts";

const { notes: words, filters } = runWords;

/** What was asked of creators and cannot be told, what was not begun, and where the target cannot be reached. */
export function RunNotice({
  runId,
  parts,
  names,
}: {
  runId: string;
  parts: readonly RunPart[];
  names: Readonly<Record<string, string>>;
}) {
  const { exact } = useFormats();
  const [notes, setNotes] = useState<RunNotes | null>(null);
  useEffect(() => setNotes(recallNotes(runId)), [runId]);
  const nameOf = (platform: string) => names[platform] ?? platform;
  const begun = new Set(parts.map(({ job }) => job.platform));
  // One that was begun after all, from elsewhere, is not missing.
  const missing = (notes?.refused ?? []).filter(({ platform }) => !begun.has(platform));
  const achievable = Object.entries(notes?.achievable ?? {}).map(([platform, count]) =>
    words.achievableOn(exact(count), nameOf(platform)),
  );
  const notSupported = parts.flatMap(({ job }) => {
    const text = notSupportedText(job.filters);
    return text === "" ? [] : [filters.notSupported(nameOf(job.platform), text)];
  });
  const [first] = parts;
  const applied = first ? appliedText(first.job.filters) : "";
  return (
    <>
      {(applied !== "" || notSupported.length > 0) && (
        <Text size="sm" data-filters>
          <strong>{filters.label}:</strong> {applied || filters.none}. {notSupported.join(" ")}
        </Text>
      )}
      {(missing.length > 0 || achievable.length > 0) && (
        <Alert color="yellow" icon={<IconInfoCircle aria-hidden />} p="xs">
          <Stack gap={2}>
            {missing.map(({ platform, message }) => (
              <Text key={platform} size="sm">
                {words.refused(nameOf(platform), message)}
              </Text>
            ))}
            {achievable.length > 0 && <Text size="sm">{words.achievable(achievable.join(", "))}</Text>}
          </Stack>
        </Alert>
      )}
    </>
  );
}
