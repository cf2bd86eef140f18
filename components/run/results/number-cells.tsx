"use client";

import { useFormats } from "../../locale.tsx";
import { results as resultsWords } from "../../messages/results.ts";
import type { RunRow } from "../run-rows.ts";
import { Hint, Value } from "./cells.tsx";

const { absent, panel } = resultsWords;

export function PositionCell({ row }: { row: RunRow }) {
  return useFormats().exact(row.position);
}

export function FollowersCell({ row }: { row: RunRow }) {
  return (
    <Value row={row} absent={absent.followers}>
      {row.profile.followers !== null && <Count value={row.profile.followers} />}
    </Value>
  );
}

export function EngagementCell({ row }: { row: RunRow }) {
  const { percent, exact } = useFormats();
  const { engagementRate, postsSampled } = row.profile;
  return (
    <Value row={row} absent={absent.engagement}>
      {engagementRate !== null && (
        <Hint text={panel.sampled(postsSampled ?? 0, exact(postsSampled ?? 0))}>
          {percent(engagementRate)}
        </Hint>
      )}
    </Value>
  );
}

export function ViewsCell({ row }: { row: RunRow }) {
  return (
    <Value row={row} absent={absent.views}>
      {row.profile.averageViews !== null && <Count value={Math.round(row.profile.averageViews)} />}
    </Value>
  );
}

/** Short, and whole in its title. */
export function Count({ value }: { value: number }) {
  const { compact, exact } = useFormats();
  return <span title={exact(value)}>{compact(value)}</span>;
}
