"use client";

import { Anchor, Stack, Title } from "@mantine/core";
import Link from "next/link";
import type { JobSummary } from "#lib/search-engine/types.ts";
import { timeline as words } from "../messages/timeline.ts";
import { Region } from "../region-error.tsx";
import { Timeline } from "./timeline.tsx";

export function TimelineScreen({ job }: { job: JobSummary }) {
  return (
    <Stack gap="sm">
      <Anchor component={Link} href={`/search/${job.runId}`} size="sm">
        {words.back}
      </Anchor>
      <Title order={1}>{words.of(job.keywords.join(", "))}</Title>
      <Region>
        <Timeline path={`/api/v2/jobs/${job.jobId}/timeline`} />
      </Region>
    </Stack>
  );
}
