"use client";

import { Title } from "@mantine/core";
import type { ReactNode } from "react";
import { useFormats } from "../../locale.tsx";
import { results as resultsWords } from "../../messages/results.ts";
import { Value } from "../results/cells.tsx";
import { Count, EngagementCell, FollowersCell, ViewsCell } from "../results/number-cells.tsx";
import type { RunRow } from "../run-rows.ts";
import styles from "./creator-panel.module.css";

const { panel, columns, absent } = resultsWords;

export function CreatorNumbers({ row }: { row: RunRow }) {
  const { exact, date } = useFormats();
  const { following, posts, likes, postsSampled, lastPostAt } = row.profile;
  const numbers: { name: string; value: ReactNode }[] = [
    { name: columns.followers, value: <FollowersCell row={row} /> },
    { name: columns.engagement, value: <EngagementCell row={row} /> },
    { name: columns.views, value: <ViewsCell row={row} /> },
    { name: panel.following, value: <Plain row={row} value={following} /> },
    { name: panel.posts, value: <Plain row={row} value={posts} /> },
    { name: panel.likes, value: <Plain row={row} value={likes} /> },
    {
      name: columns.lastPost,
      value: (
        <Value row={row} absent={absent.lastPost}>
          {lastPostAt !== null && date(lastPostAt)}
        </Value>
      ),
    },
  ];
  return (
    <section>
      <Title order={3}>
        {panel.numbers}{" "}
        {postsSampled !== null && postsSampled > 0 && (
          <small>{panel.sampled(postsSampled, exact(postsSampled))}</small>
        )}
      </Title>
      <dl className={styles.numbers}>
        {numbers.map(({ name, value }) => (
          <div key={name}>
            <dt>{name}</dt>
            <dd>{value}</dd>
          </div>
        ))}
      </dl>
    </section>
  );
}

function Plain({ row, value }: { row: RunRow; value: number | null }) {
  return (
    <Value row={row} absent={resultsWords.cell.absent}>
      {value !== null && <Count value={value} />}
    </Value>
  );
}
