"use client";

import { SimpleGrid } from "@mantine/core";
import type { AdminOverview } from "#lib/admin/admin.types.ts";
import { useFormats } from "../../locale.tsx";
import { admin as adminWords } from "../../messages/admin.ts";
import { jobsHref, tasksHref } from "../job-links.ts";
import { spanText } from "../spans.ts";
import { Tile } from "./tile.tsx";

const SWEEP_SECONDS_MAX = 150;
/** Work that could be done and has waited longer than this: no worker comes, or a gate is shut. */
const DUE_SECONDS_MAX = 120;
const { glance: words } = adminWords;

/** What one looks at first: is anything stuck, silent or wrong? */
export function AtAGlance({ overview }: { overview: AdminOverview }) {
  const { exact } = useFormats();
  const { jobs, tasks, workers, lastSweepSeconds: sweep, notices, drifts } = overview;
  const open = jobs.open.reduce((sum, { count }) => sum + count, 0);
  const due = tasks.open.reduce((sum, task) => sum + task.due, 0);
  const oldestDue = tasks.open.reduce((most, task) => Math.max(most, task.oldestDueSeconds ?? 0), 0);
  const waiting = jobs.oldestWaiting;
  const stale = workers.filter(({ isStale }) => isStale).length;
  const silent = stale > 0 ? words.workersStale(exact(stale)) : words.workersFine;
  const isSweepLate = sweep !== null && sweep > SWEEP_SECONDS_MAX;
  return (
    <SimpleGrid cols={{ base: 2, sm: 3, lg: 4 }} spacing="sm" component="section" aria-label={words.label}>
      <Tile name={words.open} value={exact(open)} href={jobsHref({ state: "open" })} />
      <Tile
        name={words.waiting}
        value={waiting ? spanText(waiting.waitingSeconds, exact) : adminWords.none}
        note={waiting ? undefined : words.waitingNone}
        href={waiting ? `/admin/jobs/${waiting.jobId}` : jobsHref({ state: "pending" })}
      />
      <Tile
        name={words.created}
        value={exact(jobs.created.perMinute5)}
        note={words.overHour(exact(jobs.created.perMinute60))}
        href={jobsHref({})}
      />
      <Tile
        name={words.due}
        value={exact(due)}
        note={due > 0 ? words.dueOldest(spanText(oldestDue, exact)) : undefined}
        isBad={oldestDue > DUE_SECONDS_MAX}
        href={tasksHref({ state: "due" })}
      />
      <Tile
        name={words.workers}
        value={exact(workers.length - stale)}
        note={workers.length === 0 ? words.workersHosted : silent}
        isBad={stale > 0}
        href="#workers"
      />
      <Tile
        name={words.drifts}
        value={exact(drifts)}
        note={drifts > 0 ? words.driftsSome : words.driftsNone}
        isBad={drifts > 0}
        href="#notices"
      />
      <Tile name={words.notices} value={exact(notices)} note={words.noticesText} href="#notices" />
      <Tile
        name={words.sweep}
        value={sweep === null ? words.sweepNever : words.ago(spanText(sweep, exact))}
        isBad={isSweepLate}
      />
    </SimpleGrid>
  );
}
