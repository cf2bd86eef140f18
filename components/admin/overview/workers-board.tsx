"use client";

import { Anchor, Badge, Table, Text } from "@mantine/core";
import { IconAlertTriangle, IconHeartbeat, IconPlayerStop } from "@tabler/icons-react";
import Link from "next/link";
import type { WorkerState } from "#lib/admin/admin.types.ts";
import { useFormats } from "../../locale.tsx";
import { admin } from "../../messages/admin.ts";
import { Moment } from "../../moment.tsx";
import { StackCell, StackTable } from "../../stack-table.tsx";
import { tasksHref } from "../job-links.ts";
import { spanText } from "../spans.ts";
import { Board } from "./board.tsx";

const ICON_PX = 13;
const { workers: words } = admin;
const WORKER = { label: words.worker };
const STATE = { label: words.state };
const RUNNING = { label: words.running, isNumber: true };
const BEAT = { label: words.beat, isNumber: true };
const STARTED = { label: words.started };

export function WorkersBoard({ workers }: { workers: readonly WorkerState[] }) {
  const { exact } = useFormats();
  return (
    <Board id="workers" title={words.title}>
      {workers.length === 0 ? (
        <Text size="sm" c="dimmed">
          {words.none}
        </Text>
      ) : (
        <StackTable label={words.title} columns={[WORKER, STATE, RUNNING, BEAT, STARTED]}>
          {workers.map((worker) => (
            <Table.Tr key={worker.id} data-worker={worker.id}>
              <Table.Th scope="row" title={worker.hostname}>
                {worker.id}
              </Table.Th>
              <StackCell of={STATE}>
                <WorkerBadge worker={worker} />
              </StackCell>
              <StackCell of={RUNNING}>
                <Anchor component={Link} href={tasksHref({ state: "running", worker: worker.id })} inherit>
                  {words.of(exact(worker.running), exact(worker.concurrency))}
                </Anchor>
              </StackCell>
              <StackCell of={BEAT}>{admin.glance.ago(spanText(worker.beatAgeSeconds, exact))}</StackCell>
              <StackCell of={STARTED}>
                <Moment at={worker.startedAt} />
              </StackCell>
            </Table.Tr>
          ))}
        </StackTable>
      )}
    </Board>
  );
}

function WorkerBadge({ worker: { isStale, stopping } }: { worker: WorkerState }) {
  const [color, text, Icon] = isStale
    ? (["red", words.stale, IconAlertTriangle] as const)
    : stopping
      ? (["gray", words.stopping, IconPlayerStop] as const)
      : (["green", words.alive, IconHeartbeat] as const);
  return (
    <Badge
      color={color}
      variant="light"
      radius="sm"
      tt="none"
      leftSection={<Icon size={ICON_PX} aria-hidden />}
    >
      {text}
    </Badge>
  );
}
