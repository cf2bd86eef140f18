"use client";

import { Text } from "@mantine/core";
import Link from "next/link";
import { useFormats } from "../../locale.tsx";
import { search as searchWords } from "../../messages/search.ts";
import { PhaseBadge } from "../../run/overview/phase-badge.tsx";
import type { RecentRun } from "./group-runs.ts";
import styles from "./recent.module.css";

const { recent: words } = searchWords;

/** One run in a line: what was searched for and where, how it went, when, and by whom. */
export function RunLine({
  run,
  platformNames,
  nowMs,
}: {
  run: RecentRun;
  platformNames: Readonly<Record<string, string>>;
  /** Null until the page is alive. */
  nowMs: number | null;
}) {
  const { ago, dateTime } = useFormats();
  const platforms = run.platforms.map((platform) => platformNames[platform] ?? platform).join(", ");
  return (
    <li className={styles.line}>
      <Link href={`/search/${run.runId}`} className={styles.what}>
        <span className={styles.keywords} title={run.keywords.join(", ")}>
          {run.keywords.join(", ")}
        </span>{" "}
        <Text span size="sm" c="dimmed">
          {words.on(platforms)}
        </Text>
      </Link>
      <span className={styles.state}>
        <PhaseBadge status={run.status} size="sm" />
      </span>
      <Text size="sm" className={styles.counts}>
        <Counts run={run} />
      </Text>
      <Text size="sm" c="dimmed" className={styles.when}>
        {nowMs !== null && (
          <time dateTime={run.createdAt} title={dateTime(run.createdAt)}>
            {ago(run.createdAt, nowMs)}
          </time>
        )}{" "}
        {words.by(run.userName)}
      </Text>
    </li>
  );
}

function Counts({ run }: { run: RecentRun }) {
  const { exact } = useFormats();
  return [
    words.found(exact(run.found), exact(run.target)),
    words.emails(run.emails, exact(run.emails)),
    ...(run.filtered > 0 ? [words.filtered(exact(run.filtered))] : []),
    ...(run.failed > 0 ? [words.failedCount(exact(run.failed))] : []),
    ...(run.keywordsFailed > 0 ? [words.keywordsFailed(run.keywordsFailed, exact(run.keywordsFailed))] : []),
  ].join(" · ");
}
