"use client";

import { Anchor, Group, ScrollArea, Table, Text } from "@mantine/core";
import type { ComparedCreator, FieldChange } from "#lib/search-engine/compare.types.ts";
import { webAddress } from "../format.ts";
import type { Formats } from "../formats.ts";
import { useFormats } from "../locale.tsx";
import { compare as words } from "../messages/compare.ts";
import { CreatorAvatar } from "../run/creator/creator-avatar.tsx";

export function CompareTable({
  creators,
  platformNames,
}: {
  creators: readonly ComparedCreator[];
  platformNames: Readonly<Record<string, string>>;
}) {
  const formats = useFormats();
  return (
    <ScrollArea viewportProps={{ tabIndex: 0 }}>
      <Table verticalSpacing={6} fz="sm" miw={620} aria-label={words.title}>
        <Table.Thead>
          <Table.Tr>
            <Table.Th>{words.columns.creator}</Table.Th>
            <Table.Th>{words.columns.platform}</Table.Th>
            <Table.Th className="numeric">{words.columns.followers}</Table.Th>
            <Table.Th>{words.columns.changes}</Table.Th>
          </Table.Tr>
        </Table.Thead>
        <Table.Tbody>
          {creators.map((creator) => (
            <Table.Tr key={`${creator.platform}:${creator.platformId}`} data-kind={creator.kind}>
              <Table.Td>
                <Group gap="sm" wrap="nowrap">
                  <CreatorAvatar profile={creator.profile} size={32} />
                  <ProfileName creator={creator} />
                </Group>
              </Table.Td>
              <Table.Td>{platformNames[creator.platform] ?? creator.platform}</Table.Td>
              <Table.Td className="numeric">
                {creator.profile.followers === null
                  ? words.unknown
                  : formats.compact(creator.profile.followers)}
              </Table.Td>
              <Table.Td>
                {creator.changes.map((change) => (
                  <Text key={change.field} size="sm" lineClamp={2}>
                    {changeText(change, formats)}
                  </Text>
                ))}
              </Table.Td>
            </Table.Tr>
          ))}
        </Table.Tbody>
      </Table>
    </ScrollArea>
  );
}

function ProfileName({ creator: { profile } }: { creator: ComparedCreator }) {
  const address = webAddress(profile.profileUrl);
  return (
    <div>
      {address === null ? (
        <Text size="sm" fw={600}>
          @{profile.handle}
        </Text>
      ) : (
        <Anchor href={address} target="_blank" rel="noopener noreferrer nofollow" size="sm" fw={600}>
          @{profile.handle}
        </Anchor>
      )}
      <Text size="xs" c="dimmed">
        {profile.displayName}
      </Text>
    </div>
  );
}

function changeText(change: FieldChange, { exact, percent }: Formats): string {
  const name = words.fields[change.field];
  switch (change.field) {
    case "followers":
      return words.change(name, told(change.before, exact), told(change.after, exact));
    case "engagementRate":
      return words.change(name, told(change.before, percent), told(change.after, percent));
    case "emails":
      return words.change(name, listed(change.before), listed(change.after));
    case "bio":
      return words.change(name, change.before ?? words.unknown, change.after ?? words.unknown);
    default:
      return change satisfies never;
  }
}

function told(value: number | null, format: (value: number) => string): string {
  return value === null ? words.unknown : format(value);
}

function listed(addresses: readonly string[]): string {
  return addresses.length === 0 ? words.unknown : addresses.join(", ");
}
