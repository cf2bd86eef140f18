"use client";

import { Anchor, Stack } from "@mantine/core";
import Link from "next/link";
import type { AdminJobAnswer } from "#lib/admin/admin.types.ts";
import { LoadError } from "../../load-state.tsx";
import { admin as adminWords } from "../../messages/admin.ts";
import { timeline as timelineWords } from "../../messages/timeline.ts";
import { Region } from "../../region-error.tsx";
import { Timeline } from "../../timeline/timeline.tsx";
import { Board } from "../overview/board.tsx";
import { RefreshControl } from "../refresh-control.tsx";
import { useLive } from "../use-live.ts";
import { useRefresh } from "../use-refresh.ts";
import { Counters } from "./counters.tsx";
import { JobFacts } from "./job-facts.tsx";
import { JobTasks } from "./job-tasks.tsx";
import { Violations } from "./violations.tsx";

/** A job of whatever account: what it says of itself, and what its rows say. */
export function JobScreen({
  initial,
  isOwnAccount,
  platformNames,
}: {
  initial: AdminJobAnswer;
  /** Only then its results can be opened. */
  isOwnAccount: boolean;
  platformNames: Readonly<Record<string, string>>;
}) {
  const control = useRefresh();
  const { jobId } = initial.job;
  const live = useLive<AdminJobAnswer>(`/api/v2/admin/jobs/${jobId}`, {
    refreshMs: control.refreshMs,
    initial,
  });
  const { job, counters, violations, tasks } = live.data ?? initial;
  return (
    <Stack gap="sm">
      <Anchor component={Link} href="/admin/jobs" size="sm">
        ← {adminWords.job.back}
      </Anchor>
      <Region>
        <JobFacts
          job={job}
          platformName={platformNames[job.platform] ?? job.platform}
          isOwnAccount={isOwnAccount}
          actions={
            <RefreshControl
              control={control}
              atMs={live.atMs}
              isAsking={live.isAsking}
              onRefresh={live.refresh}
            />
          }
        />
      </Region>
      {live.error && <LoadError error={live.error} isAsking={live.isAsking} onRetry={live.refresh} />}
      <Counters job={job} counters={counters} />
      <Violations violations={violations} />
      <JobTasks jobId={jobId} tasks={tasks} />
      <Board id="timeline" title={timelineWords.title}>
        <Timeline path={`/api/v2/admin/jobs/${jobId}/timeline`} asOfMs={live.atMs} />
      </Board>
    </Stack>
  );
}
