"use client";

import { Anchor, Stack, Text, Title } from "@mantine/core";
import { results as resultsWords } from "../../messages/results.ts";
import { Value } from "../results/cells.tsx";
import type { RunRow } from "../run-rows.ts";
import styles from "./creator-panel.module.css";

const { panel, absent, emailSources } = resultsWords;

/** Each address with where it was read, as it was written there. */
export function CreatorEmails({ row }: { row: RunRow }) {
  return (
    <section>
      <Title order={3} mb={4}>
        {panel.emails}
      </Title>
      {row.emails.length === 0 ? (
        <Text size="sm" component="div">
          <Value row={row} absent={absent.email} />
        </Text>
      ) : (
        <Stack gap="xs">
          {row.emails.map(({ address, source, original }) => (
            <div key={address}>
              <Anchor href={`mailto:${encodeURIComponent(address).replace("%40", "@")}`} size="sm" fw={600}>
                {address}
              </Anchor>
              <Text size="xs" c="dimmed">
                {panel.emailFrom(emailSources[source])}
              </Text>
              <span className={styles.original}>{original}</span>
            </div>
          ))}
        </Stack>
      )}
    </section>
  );
}
