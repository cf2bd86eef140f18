"use client";

import { Group, Paper, Text } from "@mantine/core";
import { isTerminal } from "#lib/search-engine/job-status.types.ts";
import type { JobSummary } from "#lib/search-engine/types.ts";
import { useFormats } from "../../locale.tsx";
import { jobs as jobsWords } from "../../messages/jobs.ts";
import { run as runWords } from "../../messages/run.ts";
import { CancelButton } from "../cancel-button.tsx";
import { PhaseBadge } from "./phase-badge.tsx";
import type { RunPart } from "./use-parts.ts";

const { counts } = runWords;

/** Each search of a run that has several, on one line: its state, how far it is, and how to stop just that. */
export function PlatformParts({
  parts,
  names,
  onChange,
}: {
  parts: readonly RunPart[];
  names: Readonly<Record<string, string>>;
  onChange: () => void;
}) {
  const { exact } = useFormats();
  return (
    <Group gap="sm" component="ul" p={0} m={0} style={{ listStyle: "none" }}>
      {parts.map(({ job, status, progress }) => (
        <Paper key={job.jobId} component="li" withBorder px="sm" py={6} radius="md" data-part={job.platform}>
          <Group gap="xs">
            <Text size="sm" fw={600}>
              {partName(job, names)}
            </Text>
            <PhaseBadge status={status} size="sm" />
            <Text size="xs" c="dimmed">
              {counts.found(exact(progress.creatorsFound), exact(progress.targetResults))}
              {job.retryOf !== null && ` · ${jobsWords.retryOf}`}
            </Text>
            {!isTerminal(status) && (
              <CancelButton
                jobIds={[job.jobId]}
                label={runWords.cancel.platform(partName(job, names))}
                isSmall
                onCancelled={onChange}
              />
            )}
          </Group>
        </Paper>
      ))}
    </Group>
  );
}

function partName(job: JobSummary, names: Readonly<Record<string, string>>): string {
  return names[job.platform] ?? job.platform;
}
