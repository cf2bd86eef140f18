"use client";

import { Button, Stack } from "@mantine/core";
import { IconBell, IconBellRinging } from "@tabler/icons-react";
import { useDeferredValue, useEffect, useMemo } from "react";
import { isTerminal } from "#lib/search-engine/job-status.types.ts";
import type { JobSummary } from "#lib/search-engine/types.ts";
import { RetryButton } from "../jobs/retry-button.tsx";
import { useFormats } from "../locale.tsx";
import { run as words } from "../messages/run.ts";
import { shell } from "../messages/shell.ts";
import { Region } from "../region-error.tsx";
import { runStatus, sumProgress } from "../run-progress.ts";
import { useAnnouncement } from "../use-announcement.ts";
import { useRunJobs } from "../use-run-jobs.ts";
import { CancelButton } from "./cancel-button.tsx";
import { countsText } from "./overview/counts.tsx";
import { lossesOf } from "./overview/filter-losses.ts";
import { FilterLossesLine } from "./overview/filter-losses-line.tsx";
import { Keywords } from "./overview/keywords.tsx";
import { PlatformParts } from "./overview/platform-parts.tsx";
import { RunActs } from "./overview/run-acts.tsx";
import { RunEnd } from "./overview/run-end.tsx";
import { RunHeader } from "./overview/run-header.tsx";
import { RunNotice } from "./overview/run-notice.tsx";
import { StaleNotice } from "./overview/stale-notice.tsx";
import { useParts } from "./overview/use-parts.ts";
import { Results } from "./results/results.tsx";
import { useChoice } from "./results/use-choice.ts";
import type { RunRow } from "./run-rows.ts";
import { useEndSignal } from "./use-end-signal.ts";
import { useRun } from "./use-run.ts";

const NO_ROWS: readonly RunRow[] = [];

/** All searches of one press of the button: how far they are, what they found, what failed and what to do about it. */
export function RunScreen({
  runId,
  initialJobs,
  platformNames: names,
}: {
  runId: string;
  initialJobs: JobSummary[];
  platformNames: Readonly<Record<string, string>>;
}) {
  const { jobs, error: listError, refresh } = useRunJobs(runId, initialJobs);
  const { live, error, isAsking, askAgain } = useRun(runId, jobs);
  // Thousands of rows are drawn after the counts, in pieces that let the reader in between.
  const drawn = useDeferredValue(live);
  const parts = useParts(jobs, live?.views);
  const formats = useFormats();
  const control = useChoice();
  const status = runStatus(parts);
  const hasEnded = isTerminal(status);
  const progress = sumProgress(parts);
  const [only] = parts.length === 1 ? parts : [];
  const announcement = useAnnouncement(`${words.phases[status]}: ${countsText(progress, formats)}`);
  // Of the oldest search first: a retry has only some of them.
  const keywords = [...new Set(parts.flatMap(({ job }) => job.keywords))];
  const name = keywords.join(", ");
  const signal = useEndSignal({
    title: `${hasEnded ? words.ended(name, words.phases[status]) : `${progress.percent}% ${name}`} · ${shell.name}`,
    hasEnded,
    message: `${words.phases[status]}: ${name}`,
  });
  // The list tells when a search ended and what it cost.
  const isListBehind = parts.some(({ job, status: now }) => isTerminal(now) && job.finishedAt === null);
  useEffect(() => {
    if (isListBehind) refresh();
  }, [isListBehind, refresh]);
  const begun = useMemo(
    () => Object.fromEntries(jobs.map(({ platform }) => [platform, names[platform] ?? platform])),
    [jobs, names],
  );
  const stale = error ?? listError;
  const losses = useMemo(() => lossesOf(parts, drawn?.rows ?? NO_ROWS), [parts, drawn]);
  const openJobs = parts.filter((part) => !isTerminal(part.status)).map(({ job }) => job.jobId);

  return (
    <Stack gap="sm">
      <p className="visually-hidden" role="status">
        {announcement}
      </p>
      <Region>
        <RunHeader
          jobs={jobs}
          keywords={keywords}
          status={status}
          progress={progress}
          details={only?.progress.details ?? null}
          actions={
            hasEnded ? (
              <RunActs runId={runId} jobs={jobs} />
            ) : (
              <>
                <Button
                  variant="subtle"
                  size="xs"
                  leftSection={
                    signal.isWanted ? (
                      <IconBellRinging size={15} aria-hidden />
                    ) : (
                      <IconBell size={15} aria-hidden />
                    )
                  }
                  disabled={signal.isWanted || !signal.isAllowed}
                  title={signal.isAllowed ? undefined : words.notify.denied}
                  onClick={() => void signal.ask()}
                >
                  {signal.isWanted ? words.notify.on : words.notify.ask}
                </Button>
                <CancelButton
                  jobIds={openJobs}
                  label={parts.length > 1 ? words.cancel.all : words.cancel.one}
                  onCancelled={() => {
                    askAgain();
                    refresh();
                  }}
                />
              </>
            )
          }
        />
      </Region>
      {stale && <StaleNotice error={stale} isAsking={isAsking} onRetry={askAgain} />}
      <Region>
        <RunNotice runId={runId} parts={parts} names={names} />
        <FilterLossesLine losses={losses} />
        {parts.length > 1 && <PlatformParts parts={parts} names={names} onChange={askAgain} />}
        <RunEnd
          status={status}
          parts={parts}
          losses={losses}
          names={names}
          actions={parts.map(({ job: { jobId, canRetry } }) => (
            <RetryButton key={jobId} jobId={jobId} canRetry={canRetry} onDone={refresh} />
          ))}
        />
      </Region>
      <Region>
        <Keywords
          parts={parts}
          names={names}
          onFilter={(keyword, platform) =>
            void control.set({ keyword, platform: parts.length > 1 ? platform : null })
          }
        />
      </Region>
      <Region>
        <Results
          rows={drawn?.rows ?? NO_ROWS}
          control={control}
          platformNames={begun}
          hasEnded={hasEnded && drawn !== null && drawn === live}
        />
      </Region>
    </Stack>
  );
}
