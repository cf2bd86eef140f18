"use client";

import { Anchor, Badge, Paper, ScrollArea, Table, Text } from "@mantine/core";
import type { KeywordStatus } from "#lib/search-engine/types.ts";
import { useFormats } from "../../locale.tsx";
import { run as runWords } from "../../messages/run.ts";
import type { KeywordLine } from "./keyword-lines.ts";

const { keywords: words, keywordStates } = runWords;
const COLORS: Readonly<Record<KeywordStatus["status"], string>> = {
  waiting: "gray",
  running: "tide",
  parked: "gray",
  done: "green",
  failed: "red",
  cancelled: "gray",
};

/** Every keyword of every search: its state, what it brought and cost, and why it failed where it did. */
export default function KeywordGrid({
  lines,
  onFilter,
}: {
  lines: readonly KeywordLine[];
  onFilter: (keyword: string, platform: string) => void;
}) {
  const { exact } = useFormats();
  const isSeveral = lines.some((line) => line.isSeveral);
  return (
    <Paper withBorder radius="md" p="xs" mt="xs">
      <ScrollArea viewportProps={{ tabIndex: 0 }}>
        <Table verticalSpacing={4} horizontalSpacing="sm" fz="sm" aria-label={words.title} miw={520}>
          <Table.Thead>
            <Table.Tr>
              <Table.Th>{words.keyword}</Table.Th>
              {isSeveral && <Table.Th>{words.platform}</Table.Th>}
              <Table.Th>{words.state}</Table.Th>
              <Table.Th className="numeric">{words.found}</Table.Th>
              <Table.Th className="numeric" title={words.uniqueHint}>
                {words.unique}
              </Table.Th>
              <Table.Th className="numeric" title={words.costHint}>
                {words.cost}
              </Table.Th>
            </Table.Tr>
          </Table.Thead>
          <Table.Tbody>
            {lines.map(
              ({ key, known: keyword, platform, platformId }) =>
                keyword && (
                  <Table.Tr key={key} data-keyword={keyword.keyword} data-keyword-state={keyword.status}>
                    <Table.Td>
                      <Anchor
                        component="button"
                        type="button"
                        size="sm"
                        title={words.filter(keyword.keyword)}
                        onClick={() => onFilter(keyword.keyword, platformId)}
                      >
                        {keyword.keyword}
                      </Anchor>
                      {keyword.reason !== undefined && (
                        <Text size="xs" c="dimmed">
                          {words.suggested(keyword.reason)}
                        </Text>
                      )}
                    </Table.Td>
                    {isSeveral && <Table.Td>{platform}</Table.Td>}
                    <Table.Td>
                      <Badge variant="light" size="sm" radius="sm" color={COLORS[keyword.status]} tt="none">
                        {keywordStates[keyword.status]}
                      </Badge>
                      {keyword.error !== undefined && (
                        <Text size="xs" c={keyword.status === "failed" ? "red" : "dimmed"}>
                          {keyword.error}
                        </Text>
                      )}
                    </Table.Td>
                    <Table.Td className="numeric">{exact(keyword.found)}</Table.Td>
                    <Table.Td className="numeric">{exact(keyword.unique)}</Table.Td>
                    <Table.Td className="numeric">{exact(keyword.cost)}</Table.Td>
                  </Table.Tr>
                ),
            )}
          </Table.Tbody>
        </Table>
      </ScrollArea>
    </Paper>
  );
}
