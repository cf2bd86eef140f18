"use client";

import { Table, Text } from "@mantine/core";
import { IconAlertTriangle, IconCheck } from "@tabler/icons-react";
import type { AdminJob, CounterCheck } from "#lib/admin/admin.types.ts";
import { useFormats } from "../../locale.tsx";
import { admin as adminWords } from "../../messages/admin.ts";
import { StackCell, StackTable } from "../../stack-table.tsx";
import type { TimelineChoice } from "../../timeline/use-timeline-choice.ts";
import { CountLink } from "../count-link.tsx";
import { timelineHref } from "../job-links.ts";
import { Board } from "../overview/board.tsx";
import styles from "./counters.module.css";

const { job: words } = adminWords;
const COUNTER = { label: words.counter };
const STORED = { label: words.stored, isNumber: true };
const RECOUNTED = { label: words.recounted, isNumber: true };
const CHECK = { label: words.check };

const SEARCHES = { kind: "search" } as const;
const DETAILS = { kind: "enrich" } as const;
/** The tasks that a counter counts, or that did what it counts. */
const TASKS_BEHIND: Readonly<Record<string, TimelineChoice>> = {
  openTasks: { state: "open" },
  finders: { kind: "search", state: "open" },
  parkedTasks: { state: "parked" },
  keywordsDispatched: SEARCHES,
  keywordsCompleted: { kind: "search", state: "done" },
  keywordsFailed: { kind: "search", state: "failed" },
  creatorsFound: SEARCHES,
  creatorsEnriched: DETAILS,
  creatorsFailed: DETAILS,
  creatorsUnavailable: DETAILS,
  creatorsSkipped: DETAILS,
  creatorsFiltered: DETAILS,
  emailsFound: DETAILS,
};

/** What the job says of itself beside a recount of its rows. What differs is told in word, sign and colour. */
export function Counters({ job, counters }: { job: AdminJob; counters: readonly CounterCheck[] }) {
  const { exact } = useFormats();
  const drifting = counters.filter(({ drift }) => drift !== null && drift !== 0).length;
  return (
    <Board id="counters" title={words.counters}>
      <Text size="sm" mb="xs" role="status" className={drifting > 0 ? styles.drift : styles.agrees}>
        {drifting > 0 ? <IconAlertTriangle size={16} aria-hidden /> : <IconCheck size={16} aria-hidden />}
        {drifting > 0 ? words.someDrift(exact(drifting), drifting === 1) : words.allAgree}
      </Text>
      <Text size="sm" c="dimmed" mb="xs">
        {words.countersText}
      </Text>
      <StackTable label={words.counters} columns={[COUNTER, STORED, RECOUNTED, CHECK]}>
        {counters.map(({ counter, stored, recounted, drift }) => (
          <Table.Tr key={counter} data-counter={counter} className={drift ? styles.row : undefined}>
            <Table.Th scope="row">{words.names[counter] ?? counter}</Table.Th>
            <StackCell of={STORED}>{exact(stored)}</StackCell>
            <StackCell of={RECOUNTED}>
              <Recounted jobId={job.jobId} counter={counter} recounted={recounted} />
            </StackCell>
            <StackCell of={CHECK}>
              <Check drift={drift} />
            </StackCell>
          </Table.Tr>
        ))}
      </StackTable>
    </Board>
  );
}

/** The rows were counted: so it leads to them, where they are tasks or what tasks have done. */
function Recounted({
  jobId,
  counter,
  recounted,
}: {
  jobId: string;
  counter: string;
  recounted: number | null;
}) {
  const { exact } = useFormats();
  const behind = TASKS_BEHIND[counter];
  if (recounted === null) return adminWords.none;
  if (behind === undefined) return exact(recounted);
  return (
    <CountLink
      value={recounted}
      href={timelineHref(jobId, behind)}
      label={words.tasksBehind(words.names[counter] ?? counter)}
    />
  );
}

function Check({ drift }: { drift: number | null }) {
  const { exact } = useFormats();
  if (drift === null) {
    return (
      <Text component="span" size="sm" c="dimmed" title={words.unknownHint}>
        {words.unknown}
      </Text>
    );
  }
  if (drift === 0) {
    return (
      <span className={styles.agrees}>
        <IconCheck size={15} aria-hidden /> {words.agrees}
      </span>
    );
  }
  return (
    <strong className={styles.drift} data-drift={drift}>
      <IconAlertTriangle size={15} aria-hidden />{" "}
      {words.drift(`${drift > 0 ? "+" : "−"}${exact(Math.abs(drift))}`)}
    </strong>
  );
}
