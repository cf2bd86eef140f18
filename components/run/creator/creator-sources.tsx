"use client";

import { Anchor, List, Text, Title } from "@mantine/core";
import { webAddress } from "../../format.ts";
import { useFormats } from "../../locale.tsx";
import { results as resultsWords } from "../../messages/results.ts";
import { placeText } from "../results/place-text.ts";
import type { RunRow } from "../run-rows.ts";

const { panel, cell } = resultsWords;

/** Links, place, and how old all this is. */
export function CreatorSources({ row }: { row: RunRow }) {
  const { dateTime } = useFormats();
  const links = row.profile.links.flatMap((link) => webAddress(link) ?? []);
  const place = placeText(row.profile);
  return (
    <>
      {links.length > 0 && (
        <section>
          <Title order={3} mb={4}>
            {panel.links}
          </Title>
          <List size="sm" listStyleType="none">
            {links.map((link) => (
              <List.Item key={link}>
                <Anchor href={link} target="_blank" rel="noopener noreferrer nofollow" size="sm">
                  {link.replace(/^https?:\/\//, "").replace(/\/$/, "")}
                </Anchor>
              </List.Item>
            ))}
          </List>
        </section>
      )}
      <section>
        <Title order={3} mb={4}>
          {panel.sources}
        </Title>
        {place !== null && (
          <Text size="sm" style={{ whiteSpace: "pre-line" }}>
            {place.title}
          </Text>
        )}
        <Text size="sm">{panel.foundAt(dateTime(row.foundAt))}</Text>
        <Text size="sm">
          {row.enrichedAt === null
            ? panel.notEnriched
            : `${panel.enrichedAt(dateTime(row.enrichedAt))}, ${row.fromCache ? cell.fromCache : cell.fresh}`}
        </Text>
      </section>
    </>
  );
}
