"use client";

import { Group, SimpleGrid, Text, Title, UnstyledButton } from "@mantine/core";
import { search as searchWords } from "../messages/search.ts";
import { PlatformIcon } from "./platform-icon.tsx";
import styles from "./search.module.css";

const { examples: words } = searchWords;

export interface Example {
  keywords: string[];
  platforms: string[];
}

/** Searches to begin with: each fills the form. */
export function Examples({
  platformNames,
  isFirstVisit,
  onUse,
}: {
  platformNames: Readonly<Record<string, string>>;
  isFirstVisit: boolean;
  onUse: (example: Example) => void;
}) {
  return (
    <section aria-labelledby="examples-title">
      <Title order={2} size="h3" id="examples-title">
        {isFirstVisit ? words.title : words.again}
      </Title>
      <Text size="sm" c="dimmed" mb="sm">
        {words.hint}
      </Text>
      <SimpleGrid cols={{ base: 1, xs: 2, lg: 3 }} spacing="sm">
        {words.all.map(({ niche, keywords, platforms: wanted }) => {
          const platforms = wanted.filter((platform) => platform in platformNames);
          return (
            <UnstyledButton
              key={niche}
              className={styles.example}
              onClick={() => onUse({ keywords: [...keywords], platforms })}
            >
              <Group justify="space-between" wrap="nowrap" mb={2}>
                <Text span fw={600} size="sm">
                  {niche}
                </Text>
                <Group gap={4} wrap="nowrap" c="dimmed" aria-hidden>
                  {platforms.map((platform) => (
                    <PlatformIcon key={platform} platform={platform} size={16} />
                  ))}
                </Group>
              </Group>
              <Text span display="block" size="sm" c="dimmed">
                {keywords.join(", ")}{" "}
                <span className="visually-hidden">
                  {searchWords.recent.on(platforms.map((platform) => platformNames[platform]).join(", "))}
                </span>
              </Text>
            </UnstyledButton>
          );
        })}
      </SimpleGrid>
    </section>
  );
}
