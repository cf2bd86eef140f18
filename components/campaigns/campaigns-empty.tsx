import { Paper, Stack, Text, ThemeIcon, Title } from "@mantine/core";
import { IconFolders } from "@tabler/icons-react";
import { campaigns as campaignsWords } from "../messages/campaigns.ts";

const { empty } = campaignsWords;

/** What a campaign is for, where there is none yet. */
export function CampaignsEmpty({ isArchived }: { isArchived: boolean }) {
  if (isArchived) {
    return (
      <Paper withBorder p="xl">
        <Text ta="center" c="dimmed">
          {empty.archived}
        </Text>
      </Paper>
    );
  }
  return (
    <Paper withBorder p="xl">
      <Stack align="center" gap="sm" maw={560} mx="auto" ta="center">
        <ThemeIcon size={48} radius="xl" variant="light">
          <IconFolders aria-hidden />
        </ThemeIcon>
        <Title order={2}>{empty.title}</Title>
        <Text c="dimmed">{empty.text}</Text>
      </Stack>
    </Paper>
  );
}
