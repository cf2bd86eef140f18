"use client";

import { Anchor, Badge, Group, List, Text } from "@mantine/core";
import { IconAlertTriangle, IconBell } from "@tabler/icons-react";
import Link from "next/link";
import type { NoticesAnswer } from "#lib/admin/admin.types.ts";
import { LinesSkeleton, LoadError } from "../../load-state.tsx";
import { useFormats } from "../../locale.tsx";
import { admin as adminWords } from "../../messages/admin.ts";
import { Moment } from "../../moment.tsx";
import { useLive } from "../use-live.ts";
import { Board } from "./board.tsx";
import { driftJob } from "./drift-job.ts";

const { notices: words } = adminWords;

/** What an admin should look at: counters that a recount contradicted first, then notices. */
export function NoticesBoard({ refreshMs }: { refreshMs: number }) {
  const { data, error, isAsking, refresh } = useLive<NoticesAnswer>("/api/v2/admin/notices", { refreshMs });
  const isNothing = data?.notices.length === 0 && data.drifts.length === 0;
  return (
    <Board id="notices" title={words.title}>
      {error && <LoadError error={error} isAsking={isAsking} onRetry={refresh} />}
      {data === undefined && error === null && <LinesSkeleton lines={2} heightPx={40} />}
      {isNothing && (
        <Text size="sm" c="dimmed">
          {words.none}
        </Text>
      )}
      {data && !isNothing && (
        <List listStyleType="none" spacing="sm">
          {data.drifts.map((drift) => (
            <DriftItem key={`${drift.rule}:${drift.subject}:${drift.createdAt}`} drift={drift} />
          ))}
          {data.notices.map((notice) => (
            <NoticeItem key={`${notice.kind}:${notice.subject}`} notice={notice} />
          ))}
        </List>
      )}
    </Board>
  );
}

function DriftItem({ drift }: { drift: NoticesAnswer["drifts"][number] }) {
  const jobId = driftJob(drift);
  return (
    <List.Item data-drift={drift.rule}>
      <Group gap="xs">
        <Badge
          color="red"
          variant="light"
          radius="sm"
          tt="none"
          leftSection={<IconAlertTriangle size={13} aria-hidden />}
        >
          {words.drift}
        </Badge>
        <Text size="sm" fw={600}>
          {drift.rule}
        </Text>
        <Text size="xs" c="dimmed" component="span">
          {words.found} <Moment at={drift.createdAt} />
        </Text>
        {jobId !== null && (
          <Anchor component={Link} href={`/admin/jobs/${jobId}`} size="sm">
            {words.showJob}
          </Anchor>
        )}
      </Group>
      <Text size="xs" c="dimmed" style={{ overflowWrap: "anywhere" }}>
        {words.subject} {drift.subject}: {JSON.stringify(drift.details)}
      </Text>
    </List.Item>
  );
}

function NoticeItem({ notice }: { notice: NoticesAnswer["notices"][number] }) {
  const { exact } = useFormats();
  return (
    <List.Item data-notice={notice.kind}>
      <Group gap="xs">
        <Badge
          color="yellow"
          variant="light"
          radius="sm"
          tt="none"
          leftSection={<IconBell size={13} aria-hidden />}
        >
          {notice.kind.replaceAll("_", " ")}
        </Badge>
        <Text size="sm">{notice.message}</Text>
      </Group>
      <Text size="xs" c="dimmed" component="div">
        {words.subject} {notice.subject} · {words.times(exact(notice.count))} · {words.seen}{" "}
        <Moment at={notice.lastAt} />
      </Text>
    </List.Item>
  );
}
