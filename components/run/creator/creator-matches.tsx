"use client";

import { Anchor, Badge, Group, Stack, Text, Title } from "@mantine/core";
import type { CreatorRow } from "#lib/search-engine/types.ts";
import { webAddress } from "../../format.ts";
import { useFormats } from "../../locale.tsx";
import { results as resultsWords } from "../../messages/results.ts";
import type { RunRow } from "../run-rows.ts";
import styles from "./creator-panel.module.css";

const { panel, cell } = resultsWords;

type Post = CreatorRow["matchedOn"][number]["contents"][number];

/** Every keyword and post that led here. */
export function CreatorMatches({ row }: { row: RunRow }) {
  const { exact } = useFormats();
  return (
    <section>
      <Title order={3} mb={4}>
        {panel.matches}
      </Title>
      <Stack gap="sm">
        {row.matchedOn.map(({ keyword, contents }) => (
          <div key={keyword}>
            <Group gap="xs" mb={4}>
              <Badge variant="light" radius="sm" className={styles.plain}>
                {keyword}
              </Badge>
              <Text size="xs" c="dimmed">
                {contents.length > 0 ? panel.match(contents.length, exact(contents.length)) : panel.direct}
              </Text>
            </Group>
            <Stack gap="xs">
              {contents.map((post) => (
                <MatchedPost key={post.contentId} post={post} />
              ))}
            </Stack>
          </div>
        ))}
      </Stack>
    </section>
  );
}

function MatchedPost({ post }: { post: Post }) {
  const { compact, date } = useFormats();
  const address = post.url === null ? null : webAddress(post.url);
  return (
    <div className={styles.post}>
      <Text size="sm" className={styles.caption}>
        {post.caption || cell.noCaption}
      </Text>
      <Text size="xs" c="dimmed">
        {post.postedAt !== null && `${date(post.postedAt)} · `}
        {post.views !== null && post.likes !== null
          ? `${panel.postNumbers(compact(post.views), compact(post.likes))} · `
          : ""}
        {address !== null && (
          <Anchor
            href={address}
            target="_blank"
            rel="noopener noreferrer nofollow"
            size="xs"
            underline="always"
          >
            {panel.post}
          </Anchor>
        )}
      </Text>
    </div>
  );
}
