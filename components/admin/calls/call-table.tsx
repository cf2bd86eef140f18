"use client";

import { Anchor, Table, Text } from "@mantine/core";
import Link from "next/link";
import type { AdminCall } from "#lib/admin/call-rows.types.ts";
import { useFormats } from "../../locale.tsx";
import { admin as adminWords } from "../../messages/admin.ts";
import { timeline as timelineWords } from "../../messages/timeline.ts";
import { StackCell, StackTable } from "../../stack-table.tsx";
import { outcomeText } from "../../timeline/outcome-text.ts";
import { timelineHref } from "../job-links.ts";

const { callList: words } = adminWords;
const { columns } = words;
const CALL = { label: columns.call };
const AT = { label: columns.at };
const OUTCOME = { label: columns.outcome };
const STATUS = { label: columns.status, isNumber: true };
const TOOK = { label: columns.took, isNumber: true };
const COST = { label: columns.cost, isNumber: true };
const JOB = { label: columns.job };
const FINE: ReadonlySet<string> = new Set(["ok", "not_found", "started"]);

export function CallTable({ calls }: { calls: readonly AdminCall[] }) {
  return (
    <StackTable label={words.title} columns={[CALL, AT, OUTCOME, STATUS, TOOK, COST, JOB]}>
      {calls.map((call) => (
        <CallRow key={call.callId} call={call} />
      ))}
    </StackTable>
  );
}

function CallRow({ call }: { call: AdminCall }) {
  const { exact, time, dateTime } = useFormats();
  return (
    <Table.Tr data-call={call.callId} data-outcome={call.outcome}>
      <Table.Th scope="row">{timelineWords.call(call.action, call.reason)}</Table.Th>
      <StackCell of={AT}>
        <time dateTime={call.startedAt} title={dateTime(call.startedAt)}>
          {time(call.startedAt)}
        </time>
      </StackCell>
      <StackCell of={OUTCOME}>
        {FINE.has(call.outcome) ? (
          outcomeText(call.outcome)
        ) : (
          <Text size="sm" c="red">
            {outcomeText(call.outcome)}
          </Text>
        )}
      </StackCell>
      <StackCell of={STATUS}>{call.status ?? words.noStatus}</StackCell>
      <StackCell of={TOOK}>
        {call.durationMs === null ? words.notYet : adminWords.milliseconds(exact(call.durationMs))}
      </StackCell>
      <StackCell of={COST}>{exact(call.cost)}</StackCell>
      <StackCell of={JOB}>
        {call.jobId === null ? (
          words.noJob
        ) : (
          <Anchor component={Link} href={timelineHref(call.jobId, { show: "calls" })} size="sm">
            {words.showJob}
          </Anchor>
        )}
      </StackCell>
    </Table.Tr>
  );
}
