"use client";

import { Group, Text } from "@mantine/core";
import type { JobProgress } from "#lib/search-engine/types.ts";
import type { Formats } from "../../formats.ts";
import { useFormats } from "../../locale.tsx";
import { run as runWords } from "../../messages/run.ts";

const { counts } = runWords;

/** `9/12 keywords · 184 of 300 found · 131 detailed · 41 with e-mail`, and what went wrong where something did. */
export function Counts({ progress }: { progress: JobProgress }) {
  const formats = useFormats();
  return (
    <Group gap="md" aria-label={counts.label} role="group">
      {partsOf(progress, formats).map(({ text, isBad }) => (
        <Text key={text} size="sm" fw={550} {...(isBad ? { c: "red" } : {})} className="tabular">
          {text}
        </Text>
      ))}
    </Group>
  );
}

export function countsText(progress: JobProgress, formats: Formats): string {
  return partsOf(progress, formats)
    .map(({ text }) => text)
    .join(" · ");
}

function partsOf(progress: JobProgress, { exact }: Formats): { text: string; isBad?: boolean }[] {
  const { keywordsFailed, creatorsFailed, creatorsUnavailable, creatorsSkipped, creatorsFiltered } = progress;
  const failed = keywordsFailed + creatorsFailed;
  return [
    { text: counts.keywords(exact(progress.keywordsCompleted), exact(progress.keywordsDispatched)) },
    { text: counts.found(exact(progress.creatorsFound), exact(progress.targetResults)) },
    { text: counts.detailed(exact(progress.creatorsEnriched)) },
    { text: counts.emails(exact(progress.emailsFound)) },
    ...(failed > 0 ? [{ text: counts.failed(exact(failed)), isBad: true }] : []),
    ...(creatorsUnavailable > 0 ? [{ text: counts.unavailable(exact(creatorsUnavailable)) }] : []),
    ...(creatorsSkipped > 0 ? [{ text: counts.skipped(exact(creatorsSkipped)) }] : []),
    ...(creatorsFiltered > 0
      ? [
          {
            text: counts.fit(exact(progress.creatorsFound - creatorsFiltered), exact(progress.creatorsFound)),
          },
        ]
      : []),
  ];
}
