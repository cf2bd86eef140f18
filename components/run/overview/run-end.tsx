"use client";

import { Alert, Anchor, Group, Text } from "@mantine/core";
import { IconAlertTriangle, IconInfoCircle, IconX } from "@tabler/icons-react";
import Link from "next/link";
import type { ReactNode } from "react";
import type { JobStatus } from "#lib/search-engine/job-status.types.ts";
import { useFormats } from "../../locale.tsx";
import { run as runWords } from "../../messages/run.ts";
import styles from "./run-end.module.css";
import type { RunPart } from "./use-parts.ts";

const { ends, errors } = runWords;

/** How it ended, in words, with what went wrong and what to do next. Nothing to add to an end without gaps. */
export function RunEnd({
  status,
  parts,
  names,
  actions,
}: {
  status: JobStatus;
  parts: readonly RunPart[];
  names: Readonly<Record<string, string>>;
  actions?: ReactNode;
}) {
  const { exact } = useFormats();
  const end = endOf(status, parts, exact);
  const problems = parts.flatMap((part) => problemsOf(part, names[part.job.platform] ?? part.job.platform));
  if (end === null && problems.length === 0) return null;
  const { color, title, text, Icon } = end ?? {
    color: "yellow",
    title: errors.label,
    text: null,
    Icon: IconAlertTriangle,
  };
  return (
    <Alert color={color} title={title} icon={<Icon aria-hidden />} data-end={status}>
      {text !== null && <Text size="sm">{text}</Text>}
      {problems.length > 0 && (
        <ul className={styles.problems} aria-label={errors.label}>
          {problems.map(({ key, about, message }) => (
            <li key={key}>
              {about !== null && <strong>{about} </strong>}
              {message}
            </li>
          ))}
        </ul>
      )}
      <Group gap="sm" mt="sm">
        {actions}
        {end !== null && (
          <Anchor component={Link} href="/search" size="sm">
            {ends.newSearch}
          </Anchor>
        )}
      </Group>
    </Alert>
  );
}

function endOf(status: JobStatus, parts: readonly RunPart[], exact: (value: number) => string) {
  const found = parts.reduce((sum, { progress }) => sum + progress.creatorsFound, 0);
  if (parts.some(({ job, view }) => (view ? null : job.error) === "deadline" || job.error === "deadline")) {
    return { color: "yellow", ...ends.deadline, Icon: IconAlertTriangle };
  }
  switch (status) {
    case "completed":
      return found === 0 ? { color: "gray", ...ends.nothing, Icon: IconInfoCircle } : null;
    case "partial":
      return { color: "yellow", ...ends.partial, Icon: IconAlertTriangle };
    case "error":
      return { color: "red", ...ends.error, Icon: IconX };
    case "cancelled": {
      const unused = parts.reduce(
        (sum, { job }) => sum + job.progress.targetResults - job.allowance.charged,
        0,
      );
      return {
        color: "gray",
        title: ends.cancelled.title,
        text: ends.cancelled.text(exact(Math.max(0, unused))),
        Icon: IconInfoCircle,
      };
    }
    default:
      return null;
  }
}

function problemsOf({ job, view }: RunPart, platform: string) {
  return (view?.errors ?? []).map(({ code, keyword, count, message }) => ({
    key: `${job.jobId}:${code}:${keyword ?? ""}:${message}`,
    about: keyword === undefined ? `${platform}:` : errors.keyword(`${platform}, ${keyword}`),
    message: count === undefined ? message : `${count} × ${message}`,
  }));
}
