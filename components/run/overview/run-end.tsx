"use client";

import { Alert, Anchor, Group, Text } from "@mantine/core";
import { IconAlertTriangle, IconInfoCircle, IconX } from "@tabler/icons-react";
import Link from "next/link";
import type { ReactNode } from "react";
import type { JobStatus } from "#lib/search-engine/job-status.types.ts";
import { FILTER_LABELS } from "../../filter-text.ts";
import { useFormats } from "../../locale.tsx";
import { run as runWords } from "../../messages/run.ts";
import { standing } from "../../run-progress.ts";
import { changeSearchHref } from "../../search/change-search.ts";
import type { FilterLosses } from "./filter-losses.ts";
import styles from "./run-end.module.css";
import type { RunPart } from "./use-parts.ts";

const { ends, errors } = runWords;

/** How it ended, in words, with what went wrong and what to do next. Nothing to add to an end without gaps. */
export function RunEnd({
  status,
  parts,
  losses,
  names,
  actions,
}: {
  status: JobStatus;
  parts: readonly RunPart[];
  losses: FilterLosses;
  names: Readonly<Record<string, string>>;
  actions?: ReactNode;
}) {
  const { exact } = useFormats();
  const end = endOf(status, { parts, losses }, exact);
  // What a retry has taken over is told by the retry.
  const problems = standing(parts).flatMap((part) =>
    problemsOf(part, names[part.job.platform] ?? part.job.platform),
  );
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
          <Anchor
            component={Link}
            href={changeSearchHref(parts.map(({ job }) => job))}
            size="sm"
            c="var(--mantine-color-text)"
            underline="always"
          >
            {ends.change}
          </Anchor>
        )}
      </Group>
    </Alert>
  );
}

function endOf(
  status: JobStatus,
  { parts, losses }: { parts: readonly RunPart[]; losses: FilterLosses },
  exact: (value: number) => string,
) {
  const found = parts.reduce((sum, { progress }) => sum + progress.creatorsFound, 0);
  if (standing(parts).some(({ job }) => job.error === "deadline")) {
    return { color: "yellow", ...ends.deadline, Icon: IconAlertTriangle };
  }
  switch (status) {
    case "completed":
      return found > losses.filtered
        ? null
        : { color: "gray", ...emptyEnd(losses, exact), Icon: IconInfoCircle };
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

/** Nothing was found, or nothing that fits. */
function emptyEnd({ leftOut, filtered, by: [most] }: FilterLosses, exact: (value: number) => string) {
  if (!most) return ends.nothing;
  const { title, text, results } = ends.noneFit;
  const count = leftOut + filtered;
  return { title, text: text(results(count, exact(count)), FILTER_LABELS[most.name], exact(most.count)) };
}

function problemsOf({ job, view }: RunPart, platform: string) {
  return (view?.errors ?? []).map(({ code, keyword, count, message }) => ({
    key: `${job.jobId}:${code}:${keyword ?? ""}:${message}`,
    about: keyword === undefined ? `${platform}:` : errors.keyword(`${platform}, ${keyword}`),
    message: count === undefined ? message : `${count} × ${message}`,
  }));
}
